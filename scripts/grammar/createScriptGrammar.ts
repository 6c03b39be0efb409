import type { Grammar, Rule } from './grammar.ts';
import { createInlineRules } from './inlineRules.ts';
import { alternatives, blockStart, numberPattern, quotedPattern, speakerPattern } from './patterns.ts';
import type { ScriptVocabulary } from './scriptVocabulary.ts';

/**
 * The TextMate grammar of `*.aloud`. It colours what a line alone tells: who is in the cast, and what spans several
 * lines, the language server knows and colours over it.
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
      { include: '#dialogue' },
      { include: '#narration' },
    ],
    repository: {
      frontMatter: frontMatter(),
      heading: heading(),
      sceneBreak: { name: 'meta.separator.aloud', match: String.raw`^-{3,}[ \t]*$` },
      dialogue: dialogue(),
      narration: narration(),
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
    begin: String.raw`^(#{1,6})(?:[ \t]+|$)`,
    beginCaptures: { 1: { name: 'punctuation.definition.heading.aloud' } },
    while: '(?!)',
    patterns: [{ include: '#inline' }],
  };
}

function dialogue(): Rule {
  return {
    name: 'meta.dialogue.aloud',
    begin: String.raw`^(${speakerPattern})(:)(?:[ \t]+|$)`,
    beginCaptures: {
      1: { name: 'entity.name.type.speaker.aloud' },
      2: { name: 'punctuation.separator.speaker.aloud' },
    },
    end: blockStart,
    patterns: [{ include: '#direction' }, { include: '#inline' }],
  };
}

function narration(): Rule {
  return {
    name: 'meta.paragraph.aloud',
    begin: String.raw`^(?=\S)`,
    end: blockStart,
    patterns: [{ include: '#direction' }, { include: '#inline' }],
  };
}

/** Only where every item is understood: anything else in parentheses is text. */
function direction({ emotions, deliveries, prosodyNames }: ScriptVocabulary): Rule {
  const strength = String.raw`(?:0|1|0?\.\d+|1\.0+)`;
  const emotion = String.raw`(?:${alternatives(emotions)})(?:[ \t]+${strength})?`;
  const amount = String.raw`[+-]?${numberPattern}[ \t]*(?:st|dB)?`;
  const item = `(?:${emotion}|${alternatives([...deliveries, ...prosodyNames])}|${amount}|${quotedPattern})`;
  const list = String.raw`[ \t]*${item}(?:[ \t]*,[ \t]*${item})*[ \t]*`;
  const itemEnd = String.raw`(?=[ \t]*[,)])`;
  return {
    name: 'meta.direction.aloud',
    begin: String.raw`\G(\()(?=${list}\))`,
    beginCaptures: { 1: { name: 'punctuation.definition.direction.begin.aloud' } },
    end: String.raw`\)`,
    endCaptures: { 0: { name: 'punctuation.definition.direction.end.aloud' } },
    patterns: [
      {
        match: String.raw`\b(${alternatives(emotions)})(?:[ \t]+(${strength}))?${itemEnd}`,
        captures: {
          1: { name: 'constant.language.emotion.aloud' },
          2: { name: 'constant.numeric.strength.aloud' },
        },
      },
      {
        name: 'storage.modifier.delivery.aloud',
        match: String.raw`\b(?:${alternatives(deliveries)})${itemEnd}`,
      },
      {
        name: 'support.constant.prosody.aloud',
        match: String.raw`(?<![\w-])(?:${alternatives(prosodyNames)})${itemEnd}`,
      },
      {
        match: String.raw`([+-]?${numberPattern})[ \t]*(st|dB)?${itemEnd}`,
        captures: {
          1: { name: 'constant.numeric.prosody.aloud' },
          2: { name: 'keyword.other.unit.aloud' },
        },
      },
      {
        name: 'string.quoted.double.instruction.aloud',
        match: quotedPattern,
      },
      { name: 'punctuation.separator.direction.aloud', match: ',' },
    ],
  };
}
