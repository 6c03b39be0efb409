import type { Rule } from './grammar.ts';
import { alternatives, blockStart, numberPattern, quotedPattern, tagRest } from './patterns.ts';
import type { ScriptVocabulary } from './scriptVocabulary.ts';

/** What stands inside of a paragraph, as a repository. Whatever is open ends where the next block starts. */
export function createInlineRules(vocabulary: ScriptVocabulary): Readonly<Record<string, Rule>> {
  const { events, otherPoints, spans } = vocabulary;
  const points = Object.fromEntries(otherPoints.map((name) => [name, point(name, otherPointRules[name])]));
  const tags = Object.fromEntries(spans.map((name) => [`${name}Tag`, span(name, vocabulary)]));
  const names = ['escape', 'comment', 'event', ...Object.keys(points), ...Object.keys(tags)];
  return {
    inline: {
      patterns: [...names, 'strongAsterisks', 'emphasisAsterisks'].map((name) => ({ include: `#${name}` })),
    },
    escape: { name: 'constant.character.escape.aloud', match: String.raw`\\[!-/:-@\[-\x60{-~]` },
    comment: { name: 'comment.block.aloud', begin: '<!--', end: '-->' },
    event: point(alternatives(events), { scope: 'support.function.event.aloud', argument: [] }),
    ...points,
    ...tags,
    strongAsterisks: asterisks({ asterisks: String.raw`\*\*`, scope: 'markup.bold.aloud' }, vocabulary),
    emphasisAsterisks: asterisks({ asterisks: String.raw`\*`, scope: 'markup.italic.aloud' }, vocabulary),
    attribute: attribute(),
  };
}

interface PointStyle {
  readonly scope: string;
  readonly argument: readonly Rule[];
}

const duration: Rule = {
  match: String.raw`(${numberPattern})(ms|s)\b`,
  captures: { 1: { name: 'constant.numeric.duration.aloud' }, 2: { name: 'keyword.other.unit.aloud' } },
};
const file: Rule = {
  match: String.raw`\G[ \t]*(?:(${quotedPattern})|([^\s"'=\[\]<>]+)(?=[\s\]]))`,
  captures: { 1: { name: 'string.quoted.double.file.aloud' }, 2: { name: 'string.unquoted.file.aloud' } },
};
const label: Rule = {
  match: String.raw`\G[ \t]*(?:(${quotedPattern})|([^\s"'=\[\]<>]+)(?=[\s\]]))`,
  captures: { 1: { name: 'string.quoted.double.label.aloud' }, 2: { name: 'entity.name.label.aloud' } },
};

const otherPointRules: Readonly<Record<string, PointStyle>> = {
  pause: { scope: 'keyword.control.pause.aloud', argument: [duration] },
  sound: { scope: 'keyword.control.sound.aloud', argument: [file] },
  mark: { scope: 'keyword.control.mark.aloud', argument: [label] },
};

/** `[name ...]`, closed on its line. */
function point(name: string, style: PointStyle = { scope: 'keyword.control.aloud', argument: [] }): Rule {
  return {
    name: 'meta.tag.point.aloud',
    begin: String.raw`(\[)(${name})${tagRest(String.raw`\]`)}`,
    beginCaptures: { 1: { name: 'punctuation.definition.tag.begin.aloud' }, 2: { name: style.scope } },
    end: String.raw`\]`,
    endCaptures: { 0: { name: 'punctuation.definition.tag.end.aloud' } },
    patterns: [...style.argument, { include: '#attribute' }],
  };
}

const contentScopes: Readonly<Record<string, string>> = {
  strong: 'markup.bold.aloud',
  emphasis: 'markup.italic.aloud',
};

/** `<name ...>` to `</name>`; the opening is closed on its line. */
function span(name: string, { cues }: ScriptVocabulary): Rule {
  const tag = {
    1: { name: 'punctuation.definition.tag.begin.aloud' },
    2: { name: 'entity.name.tag.aloud' },
    3: { name: 'punctuation.definition.tag.end.aloud' },
  };
  return {
    name: contentScopes[name] ?? `meta.span.${name}.aloud`,
    begin: String.raw`(?=<${name}${tagRest('>')})`,
    end: String.raw`(</)(${name})\s*(>)|${blockStart(cues)}`,
    endCaptures: tag,
    patterns: [
      {
        name: 'meta.tag.span.aloud',
        begin: String.raw`\G(<)(${name})`,
        beginCaptures: tag,
        end: '>',
        endCaptures: { 0: { name: 'punctuation.definition.tag.end.aloud' } },
        patterns: [{ include: '#attribute' }],
      },
      { include: '#inline' },
    ],
  };
}

/** By CommonMark's flanking rules, opened and closed on one line and inside of the same tags. */
function asterisks(
  { asterisks, scope }: { readonly asterisks: string; readonly scope: string },
  { cues, spans }: ScriptVocabulary,
): Rule {
  const punctuation = String.raw`[\p{P}\p{S}]`;
  const opens = String.raw`(?:(?<=^|\s|${punctuation})${asterisks}(?=\S)|${asterisks}(?![\s\p{P}\p{S}]))`;
  const tag = String.raw`</?(?:${alternatives(spans)})[\s>]`;
  const inside = String.raw`(?:(?!${tag}).|<(?:${alternatives(spans)})[\s>](?:(?!${tag}).)*</(?:${alternatives(spans)})\s*>)*?`;
  return {
    name: scope,
    begin: String.raw`(?<!\*)${opens}(?!\*(?!\*))(?=${inside}[^\s\\]${asterisks})`,
    beginCaptures: { 0: { name: 'punctuation.definition.emphasis.begin.aloud' } },
    end: String.raw`(?<=\S)(${asterisks})(?!\*)|${blockStart(cues)}`,
    endCaptures: { 1: { name: 'punctuation.definition.emphasis.end.aloud' } },
    patterns: [{ include: '#inline' }],
  };
}

function attribute(): Rule {
  return {
    match: String.raw`([A-Za-z][\w-]*)(?:[ \t]*(=)[ \t]*(?:(${quotedPattern})|([+−-]?${numberPattern})(st|dB|ms|s|x)?(?=[\s\]>])|([^\s"'\[\]<>]+))?)?`,
    captures: {
      1: { name: 'entity.other.attribute-name.aloud' },
      2: { name: 'punctuation.separator.key-value.aloud' },
      3: { name: 'string.quoted.double.aloud' },
      4: { name: 'constant.numeric.aloud' },
      5: { name: 'keyword.other.unit.aloud' },
      6: { name: 'string.unquoted.aloud' },
    },
  };
}
