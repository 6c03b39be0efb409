import { CompletionItemKind } from 'vscode-languageserver-types';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { pointTags, spanTags, type ValueKind } from '../../vocabulary/tags.ts';
import { abilityLabel, abilityRank, abilityText, tagAbility, valueAbility } from '../abilityText.ts';
import type { OpenTag } from '../openTag.ts';
import { inScript, type Place } from '../place.ts';
import { spansAround } from '../spansAround.ts';
import { paragraphs, vocabularyCard } from '../texts.ts';
import { attributeTexts, pointTexts, spanTexts } from '../vocabularyTexts.ts';
import { voiceAtPlace } from '../voiceAtPlace.ts';
import { askedByAttributes } from './askedOfVoice.ts';
import type { CompletionOptions } from './completionOptions.ts';
import { type Proposal, snippetText } from './proposal.ts';
import { proposeValues } from './proposeValues.ts';

interface TagPlace {
  readonly place: Place;
  readonly tag: OpenTag;
}

/** Inside of `[...]` and `<...>`. */
export function completeTag(
  document: ScriptDocument,
  at: TagPlace,
  options: CompletionOptions,
): readonly Proposal[] {
  const { tag, place } = at;
  if (tag.at.part === 'tagName') {
    if (tag.form === 'close') return closingTags(place, tag.at.startOffset);
    return tag.form === 'point' ? pointNames(document, at) : spanNames(document, at);
  }
  const rule = tag.form === 'point' ? pointTags.get(tag.name) : spanTags.get(tag.name);
  if (rule === undefined || tag.form === 'close') return [];
  if (tag.at.part === 'value') {
    const kind = rule.attributes[tag.at.attribute];
    return kind === undefined ? [] : values(document, at, { kind, name: tag.at.attribute, options });
  }
  const isArgumentMissing = rule.argument !== null && tag.argumentCount === 0;
  if (isArgumentMissing) return values(document, at, { kind: rule.argument, name: tag.name, options });
  return tag.at.quote === null ? attributeNames(document, at, rule.attributes) : [];
}

function pointNames(document: ScriptDocument, { place, tag }: TagPlace): readonly Proposal[] {
  const voice = voiceAtPlace(document, place);
  const end = nameEnd(place);
  const isClosed = /^[^[\]<>\n]*\]/.test(place.text.slice(end, end + longestRest));
  const closer = isClosed ? '' : ']';
  const replaces = inScript(place, { startOffset: tag.at.startOffset, endOffset: end });
  return [...pointTags].map(([name, rule]) => {
    const ability = tagAbility(name);
    const text = pointTexts[name];
    return {
      label: name,
      kind: ability === null ? CompletionItemKind.Keyword : CompletionItemKind.Event,
      replaces,
      text: rule.argument === null ? `${name}${closer}` : `${name} `,
      snippet: `${name}${rule.argument === null ? '' : ` ${argumentSnippets[rule.argument] ?? '$1'}`}${closer}`,
      note: abilityLabel(voice, ability),
      documentation: paragraphs(
        text === undefined ? null : vocabularyCard(text),
        abilityText(voice, ability),
      ),
      rank: abilityRank(voice, ability),
    };
  });
}

function spanNames(document: ScriptDocument, { place, tag }: TagPlace): readonly Proposal[] {
  const voice = voiceAtPlace(document, place);
  const end = nameEnd(place);
  const isClosed = /^[^[\]<>\n]*>/.test(place.text.slice(end, end + longestRest));
  const replaces = inScript(place, { startOffset: tag.at.startOffset, endOffset: end });
  return [...spanTags].map(([name, rule]) => {
    const ability = tagAbility(name);
    const text = spanTexts[name];
    const hasAttributes = Object.keys(rule.attributes).length > 0;
    const opening = hasAttributes ? `${name} $1` : name;
    return {
      label: name,
      kind: CompletionItemKind.Keyword,
      replaces,
      text: isClosed || hasAttributes ? name : `${name}>`,
      snippet: isClosed ? name : `${opening}>\${2:words}</${name}>`,
      note: abilityLabel(voice, ability),
      documentation: paragraphs(
        text === undefined ? null : vocabularyCard(text),
        abilityText(voice, ability),
      ),
      rank: hasAttributes ? 0 : 1 + abilityRank(voice, ability),
    };
  });
}

/** `</say>`, the innermost first. */
function closingTags(place: Place, startOffset: number): readonly Proposal[] {
  const end = nameEnd(place);
  const isClosed = place.text[end] === '>';
  const names = spansAround(place.block, startOffset - 2)
    .filter(({ open }) => open.form === 'tag')
    .map(({ name }) => name)
    .toReversed();
  return [...new Set<string>(names)].map((name) => ({
    label: name,
    kind: CompletionItemKind.Keyword,
    replaces: inScript(place, { startOffset, endOffset: end }),
    text: isClosed ? name : `${name}>`,
  }));
}

function attributeNames(
  document: ScriptDocument,
  { place, tag }: TagPlace,
  attributes: Readonly<Record<string, ValueKind>>,
): readonly Proposal[] {
  const voice = voiceAtPlace(document, place);
  const end = nameEnd(place);
  const hasValue = /^\s*=/.test(place.text.slice(end, end + longestRest));
  const replaces = inScript(place, { startOffset: tag.at.startOffset, endOffset: end });
  return Object.entries(attributes)
    .filter(([name]) => !tag.attributes.has(name))
    .map(([name, kind]) => {
      const ability = valueAbility(kind, name, null);
      const text = attributeTexts[tag.name]?.[name];
      return {
        label: name,
        kind: CompletionItemKind.Property,
        replaces,
        text: hasValue ? name : `${name}=`,
        snippet: hasValue ? name : `${name}="$1"`,
        note: abilityLabel(voice, ability),
        documentation: paragraphs(
          text === undefined ? null : vocabularyCard(text),
          abilityText(voice, ability),
        ),
        rank: abilityRank(voice, ability),
      };
    });
}

interface WantedValue {
  readonly kind: ValueKind;
  /** Of the attribute, or of the tag whose argument it is. */
  readonly name: string;
  readonly options: CompletionOptions;
}

function values(
  document: ScriptDocument,
  { place, tag }: TagPlace,
  { kind, name, options }: WantedValue,
): readonly Proposal[] {
  if (tag.at.part === 'tagName') return [];
  const { startOffset, quote } = tag.at;
  const rest = place.text.slice(place.offset, place.offset + longestRest);
  const restPattern =
    quote === '"' ? /^[^"[\]<>\n]*(?=")/ : quote === "'" ? /^[^'[\]<>\n]*(?=')/ : /^[^\s"'[\]<>]*/;
  const following = restPattern.exec(rest)?.[0] ?? null;
  const replaces = inScript(place, { startOffset, endOffset: place.offset + (following ?? '').length });
  const language = tag.attributes.get('language');
  const context = {
    document,
    voice: voiceAtPlace(document, place),
    replaces,
    name,
    ...(language === undefined ? {} : { language }),
    ...(kind === 'voice' ? { asked: askedByAttributes(tag.attributes) } : {}),
  };
  const proposals = kind === 'file' ? soundFiles(options, replaces) : proposeValues(kind, context);
  const isAttribute = tag.at.part === 'value';
  return proposals.map((proposal) => {
    const needsQuotes =
      quote === null && (isAttribute ? tag.form === 'open' : /[\s"'[\]<>=]/.test(proposal.text));
    const closer = quote !== null && following === null ? quote : '';
    const text = needsQuotes ? `"${proposal.text}"` : `${proposal.text}${closer}`;
    return { ...proposal, text, snippet: snippetText(text), filter: text };
  });
}

function soundFiles(options: CompletionOptions, replaces: TextRange): readonly Proposal[] {
  return options.soundFiles().map((text) => ({ label: text, kind: CompletionItemKind.File, replaces, text }));
}

const argumentSnippets: Partial<Record<ValueKind, string>> = {
  duration: '${1:500ms}',
  file: '"$1"',
  name: '${1:name}',
};

/** How far is looked behind the position for what closes a tag. */
const longestRest = 500;

/** The end of the name that the position is in. */
function nameEnd({ text, offset }: Place): number {
  const rest = /^[\w-]*/.exec(text.slice(offset, offset + 80))?.[0] ?? '';
  return offset + rest.length;
}
