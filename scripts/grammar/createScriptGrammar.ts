import type { Grammar, Rule } from './grammar.ts';
import { createInlineRules } from './inlineRules.ts';
import { alternatives, blockStart, cueLine, numberPattern, speakerLine } from './patterns.ts';
import type { ScriptVocabulary } from './scriptVocabulary.ts';

/**
 * The TextMate grammar of `*.aloud`. It colors what a line alone tells: who is in the cast, and what spans several
 * lines, the language server knows and colors over it.
 */
export function createScriptGrammar(vocabulary: ScriptVocabulary): Grammar {
  return {
    name: 'Aloud Script',
    scopeName: 'text.aloud',
    patterns: [
      { include: '#frontMatter' },
      { include: '#comment' },
      { include: '#heading' },
      { include: '#sceneBreak' },
      { include: '#cue' },
      { include: '#dialogue' },
      { include: '#narration' },
    ],
    repository: {
      frontMatter: frontMatter(),
      heading: heading(),
      sceneBreak: { name: 'meta.separator.aloud', match: String.raw`^[ \t]*-{3,}[ \t]*$` },
      cue: cue(vocabulary),
      dialogue: dialogue(vocabulary),
      narration: narration(vocabulary),
      direction: direction(vocabulary),
      ...createInlineRules(vocabulary),
    },
  };
}

function frontMatter(): Rule {
  const fence = { 1: { name: 'punctuation.definition.frontmatter.aloud' } };
  return {
    begin: String.raw`\A(---)[ \t]*$`,
    end: String.raw`^(---)[ \t]*$`,
    beginCaptures: fence,
    endCaptures: fence,
    contentName: 'meta.embedded.block.frontmatter.yaml',
    patterns: [{ include: 'source.yaml' }],
  };
}

/** `while` that never holds: whatever is open in a heading ends with its line. */
function heading(): Rule {
  return {
    name: 'markup.heading.aloud',
    contentName: 'entity.name.section.aloud',
    begin: String.raw`^[ \t]*(#{1,6})(?:\s+|$)`,
    beginCaptures: { 1: { name: 'punctuation.definition.heading.aloud' } },
    while: '(?!)',
    patterns: [{ include: '#inline' }],
  };
}

function cue({ cues }: ScriptVocabulary): Rule {
  return { begin: String.raw`^[ \t]*(?=${cueLine(cues)})`, end: '$', patterns: [{ include: '#inline' }] };
}

function dialogue({ cues }: ScriptVocabulary): Rule {
  return {
    name: 'meta.dialogue.aloud',
    begin: String.raw`${speakerLine}[ \t]*`,
    beginCaptures: {
      1: { name: 'entity.name.type.speaker.aloud' },
      2: { name: 'punctuation.separator.speaker.aloud' },
    },
    end: blockStart(cues),
    patterns: [firstWord(String.raw`^[ \t]*`), { include: '#direction' }, { include: '#inline' }],
  };
}

function narration({ cues }: ScriptVocabulary): Rule {
  return {
    name: 'meta.paragraph.aloud',
    begin: String.raw`^[ \t]*(?=\S)`,
    end: blockStart(cues),
    patterns: [firstWord(String.raw`(?:\G|^[ \t]*)`), { include: '#direction' }, { include: '#inline' }],
  };
}

/**
 * Of a line, it may become a speaker's name: by the manifest, editors suggest what may be written there, as they do not
 * in the middle of what is said.
 */
function firstWord(lineStart: string): Rule {
  return {
    name: 'meta.paragraph.start.aloud',
    match: String.raw`${lineStart}[\p{L}\p{N}][\p{L}\p{M}\p{N}_'’-]{0,40}`,
  };
}

/** Only where every item is understood: anything else in parentheses is text. */
function direction({ emotions, deliveries, prosodyNames }: ScriptVocabulary): Rule {
  const strength = numberPattern;
  const emotion = String.raw`(?:${alternatives(emotions)})(?:[ \t]+${strength})?`;
  // A whole number in parentheses numbers a paragraph.
  const amount = String.raw`(?:[+−-]?${numberPattern} ?(?:st|dB)|(?:\d*\.\d+|\d+(?=[x×]))[x×]?)`;
  const instruction = '"[^"]+"';
  const item = `(?:${emotion}|${alternatives([...deliveries, ...prosodyNames])}|${amount}|${instruction})`;
  const list = String.raw`[ \t]*${item}(?:[ \t]*,[ \t]*${item})*[ \t]*`;
  const itemEnd = String.raw`(?=[ \t]*[,)])`;
  return {
    name: 'meta.direction.aloud',
    begin: String.raw`\G(?i)(\()(?=${list}\))`,
    beginCaptures: { 1: { name: 'punctuation.definition.direction.begin.aloud' } },
    end: String.raw`\)`,
    endCaptures: { 0: { name: 'punctuation.definition.direction.end.aloud' } },
    patterns: [
      {
        match: String.raw`(?i)\b(${alternatives(emotions)})(?:[ \t]+(${strength}))?${itemEnd}`,
        captures: {
          1: { name: 'constant.language.emotion.aloud' },
          2: { name: 'constant.numeric.strength.aloud' },
        },
      },
      {
        name: 'storage.modifier.delivery.aloud',
        match: String.raw`(?i)\b(?:${alternatives(deliveries)})${itemEnd}`,
      },
      {
        name: 'support.constant.prosody.aloud',
        match: String.raw`(?i)(?<![\w-])(?:${alternatives(prosodyNames)})${itemEnd}`,
      },
      {
        match: String.raw`(?i)([+−-]?${numberPattern}) ?(st|dB|[x×])?${itemEnd}`,
        captures: {
          1: { name: 'constant.numeric.prosody.aloud' },
          2: { name: 'keyword.other.unit.aloud' },
        },
      },
      {
        name: 'string.quoted.double.instruction.aloud',
        match: instruction,
      },
      { name: 'punctuation.separator.direction.aloud', match: ',' },
    ],
  };
}
