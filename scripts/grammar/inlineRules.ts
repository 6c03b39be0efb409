import type { Rule } from './grammar.ts';
import { alternatives, blockStart, numberPattern, quotedPattern } from './patterns.ts';
import type { ScriptVocabulary } from './scriptVocabulary.ts';

/** What stands inside of a paragraph, as a repository. Whatever is open ends where the next block starts. */
export function createInlineRules({ events }: ScriptVocabulary): Readonly<Record<string, Rule>> {
  return {
    inline: {
      patterns: [
        { include: '#escape' },
        { include: '#comment' },
        { include: '#event' },
        { include: '#pause' },
        { include: '#sound' },
        { include: '#mark' },
        { include: '#say' },
        { include: '#laughter' },
        { include: '#strongTag' },
        { include: '#strong' },
        { include: '#emphasis' },
      ],
    },
    escape: { name: 'constant.character.escape.aloud', match: String.raw`\\[\p{P}\p{S}]` },
    comment: { name: 'comment.block.aloud', begin: '<!--', end: '-->' },
    event: point({ name: alternatives(events), scope: 'support.function.event.aloud' }),
    pause: point({ name: 'pause', scope: 'keyword.control.pause.aloud', argument: [duration] }),
    sound: point({ name: 'sound', scope: 'keyword.control.sound.aloud', argument: [file] }),
    mark: point({ name: 'mark', scope: 'keyword.control.mark.aloud', argument: [label] }),
    say: span({ name: 'say', content: 'meta.span.say.aloud' }),
    laughter: span({ name: 'laughter', content: 'meta.span.laughter.aloud' }),
    strongTag: span({ name: 'strong', content: 'markup.bold.aloud' }),
    strong: asterisks({ asterisks: String.raw`\*\*`, scope: 'markup.bold.aloud' }),
    emphasis: asterisks({ asterisks: String.raw`\*`, scope: 'markup.italic.aloud' }),
    attribute: attribute(),
  };
}

const duration: Rule = {
  match: String.raw`(${numberPattern})(ms|s)\b`,
  captures: { 1: { name: 'constant.numeric.duration.aloud' }, 2: { name: 'keyword.other.unit.aloud' } },
};
const file: Rule = {
  match: String.raw`\G[ \t]*(?:(${quotedPattern})|([^\s"=\]]+)(?=[\s\]]))`,
  captures: { 1: { name: 'string.quoted.double.file.aloud' }, 2: { name: 'string.unquoted.file.aloud' } },
};
const label: Rule = {
  match: String.raw`\G[ \t]*(?:(${quotedPattern})|([^\s"=\]]+)(?=[\s\]]))`,
  captures: { 1: { name: 'string.quoted.double.label.aloud' }, 2: { name: 'entity.name.label.aloud' } },
};

/** `[name ...]`, closed on its line. */
function point({
  name,
  scope,
  argument = [],
}: {
  readonly name: string;
  readonly scope: string;
  readonly argument?: readonly Rule[];
}): Rule {
  return {
    name: 'meta.tag.point.aloud',
    begin: String.raw`(\[)(${name})(?=(?:[ \t](?:${quotedPattern}|[^"\]])*)?\])`,
    beginCaptures: { 1: { name: 'punctuation.definition.tag.begin.aloud' }, 2: { name: scope } },
    end: String.raw`\]`,
    endCaptures: { 0: { name: 'punctuation.definition.tag.end.aloud' } },
    patterns: [...argument, { include: '#attribute' }],
  };
}

/** `<name ...>` to `</name>`; the opening is closed on its line. */
function span({ name, content }: { readonly name: string; readonly content: string }): Rule {
  const tag = {
    1: { name: 'punctuation.definition.tag.begin.aloud' },
    2: { name: 'entity.name.tag.aloud' },
    3: { name: 'punctuation.definition.tag.end.aloud' },
  };
  return {
    name: content,
    begin: String.raw`(?=<${name}(?:[ \t](?:${quotedPattern}|[^">])*)?>)`,
    end: String.raw`(</)(${name})[ \t]*(>)|${blockStart}`,
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

/** By CommonMark's flanking rules, opened and closed on one line. */
function asterisks({ asterisks, scope }: { readonly asterisks: string; readonly scope: string }): Rule {
  const punctuation = String.raw`[\p{P}\p{S}]`;
  const opens = String.raw`(?:(?<=^|\s|${punctuation})${asterisks}(?=\S)|${asterisks}(?![\s\p{P}\p{S}]))`;
  return {
    name: scope,
    begin: String.raw`(?<!\*)${opens}(?!\*(?!\*))(?=.*?[^\s\\]${asterisks})`,
    beginCaptures: { 0: { name: 'punctuation.definition.emphasis.begin.aloud' } },
    end: String.raw`(?<=\S)(${asterisks})(?!\*)|${blockStart}`,
    endCaptures: { 1: { name: 'punctuation.definition.emphasis.end.aloud' } },
    patterns: [{ include: '#inline' }],
  };
}

function attribute(): Rule {
  return {
    match: String.raw`([A-Za-z][\w-]*)(?:[ \t]*(=)[ \t]*(?:(${quotedPattern})|([+-]?${numberPattern})(%|st|dB|ms|s)?(?=[\s\]>])|([^\s"\]>]+))?)?`,
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
