import { type SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import { createLexiconLookup } from '../checking/lexiconLookup.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import type { Attribute, AttributeValue, DirectionItem, PointTag, SpanNode } from '../tree/tree.ts';
import { pathTo } from '../tree/walk.ts';
import { pointTags, spanTags, type ValueKind } from '../vocabulary/tags.ts';
import { abilityText, tagAbility, valueAbility } from './abilityText.ts';
import { sectionDurationMs } from './duration.ts';
import type { Finding } from './finding.ts';
import { contains, inScript, type Place } from './place.ts';
import { characterCard, durationText, lexiconCard, paragraphs, vocabularyCard, voiceCard } from './texts.ts';
import { attributeTexts, pointTexts, spanTexts, valueText } from './vocabularyTexts.ts';
import { namedVoice, type SpeakingVoice, voiceAtPlace, voiceOfCharacter } from './voiceAtPlace.ts';

/** In what is spoken: speakers, directions, tags, words of the lexicon, headings. */
export function hoverBlock(document: ScriptDocument, place: Place): Finding | null {
  const found = findInBlock(document, place);
  return found === null ? null : { range: inScript(place, found.range), markdown: found.markdown };
}

/** With ranges into the block. */
function findInBlock(document: ScriptDocument, place: Place): Finding | null {
  const { block, offset } = place;
  if (block.kind === 'dialogue' && contains(block.speakerRange, offset)) {
    return { range: block.speakerRange, markdown: speakerText(document, block.speaker) };
  }
  if ((block.kind === 'dialogue' || block.kind === 'narration') && block.direction !== null) {
    const item = block.direction.items.find((candidate) => contains(candidate, offset));
    if (item !== undefined) return hoverDirection(item, voiceAtPlace(document, place));
  }
  if (block.kind === 'heading' && contains(block.marker, offset)) return hoverHeading(document, place);
  if (!('content' in block)) return null;
  const node = pathTo(block.content, offset).at(-1);
  switch (node?.kind) {
    case 'point':
      return hoverPoint(document, place, node);
    case 'span':
      return hoverSpan(document, place, node);
    case 'text':
      return hoverWord(document, place) ?? (block.kind === 'heading' ? hoverHeading(document, place) : null);
    default:
      return null;
  }
}

function speakerText(document: ScriptDocument, name: string): string {
  const character = document.cast.characters.get(name);
  return paragraphs(
    character === undefined ? `**${name}**` : characterCard(character.entry, character.file?.path ?? null),
    voiceCard(voiceOfCharacter(document, name)),
  );
}

function hoverDirection(item: DirectionItem, voice: SpeakingVoice): Finding {
  const { meaning } = item;
  const range = { startOffset: item.startOffset, endOffset: item.endOffset };
  const about = (kind: ValueKind, value: string, text: string | null): Finding => ({
    range,
    markdown: paragraphs(text ?? valueText(kind, value), abilityText(voice, valueAbility(kind, kind, value))),
  });
  switch (meaning.kind) {
    case 'emotion': {
      const strength = meaning.strength === null ? '' : ` Strength ${meaning.strength} of 1.`;
      return about('emotion', meaning.emotion, `${valueText('emotion', meaning.emotion) ?? ''}${strength}`);
    }
    case 'delivery':
      return about('delivery', meaning.delivery, null);
    case 'rate':
      return about('rate', '', `${meaning.rateFactor} times the voice's own rate.`);
    case 'pitch':
      return about('pitch', '', `${signed(meaning.pitchSemitones)} semitones.`);
    case 'volume':
      return about('volume', '', `${signed(meaning.volumeDb)} dB.`);
    case 'instruct': {
      const text = 'How it is said, as one would tell an actor.';
      return { range, markdown: paragraphs(text, abilityText(voice, 'instruct')) };
    }
  }
}

function hoverPoint(document: ScriptDocument, place: Place, node: PointTag): Finding | null {
  const rule = pointTags.get(node.name);
  const voice = voiceAtPlace(document, place);
  const inAttribute = rule === undefined ? null : hoverAttribute({ ...node, rule, place, voice, document });
  if (inAttribute !== null) return inAttribute;
  const text = pointTexts[node.name];
  if (text === undefined) return null;
  return {
    range: node,
    markdown: paragraphs(vocabularyCard(text), abilityText(voice, tagAbility(node.name))),
  };
}

function hoverSpan(document: ScriptDocument, place: Place, node: SpanNode): Finding | null {
  const isInOpen = contains(node.open, place.offset);
  if (!isInOpen && (node.close === null || !contains(node.close, place.offset))) return null;
  // The tag is judged by the voice that it asks for.
  const inside = { ...place, offset: node.open.endOffset };
  const voice = voiceAtPlace(document, inside);
  const rule = spanTags.get(node.name);
  const { attributes } = node.open;
  const inAttribute =
    rule === undefined || !isInOpen
      ? null
      : hoverAttribute({ name: node.name, attributes, rule, place, voice, document });
  if (inAttribute !== null) return inAttribute;
  const text = spanTexts[node.name];
  if (text === undefined) return null;
  const range = isInOpen ? node.open : (node.close ?? node.open);
  return { range, markdown: paragraphs(vocabularyCard(text), abilityText(voice, tagAbility(node.name))) };
}

interface AttributePlace {
  /** Of the tag. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly rule: { readonly attributes: Readonly<Record<string, ValueKind>> };
  readonly place: Place;
  readonly voice: SpeakingVoice;
  readonly document: ScriptDocument;
}

function hoverAttribute(at: AttributePlace): Finding | null {
  const { place, voice, document } = at;
  const attribute = at.attributes.find((candidate) => contains(candidate, place.offset));
  if (attribute === undefined) return null;
  const kind = at.rule.attributes[attribute.name];
  const text = attributeTexts[at.name]?.[attribute.name];
  if (kind === undefined || text === undefined) return null;
  const value = attribute.value;
  const ability: SpeechAbility | null = valueAbility(
    kind,
    attribute.name,
    value?.text.trim().toLowerCase() ?? null,
  );
  if (value !== null && contains(value, place.offset)) {
    const meaning =
      kind === 'voice' ? voiceCard(namedVoice(document, value.text)) : valueText(kind, value.text);
    const range = valueRange(value);
    if (meaning !== null) return { range, markdown: paragraphs(meaning, abilityText(voice, ability)) };
  }
  return { range: attribute, markdown: paragraphs(vocabularyCard(text), abilityText(voice, ability)) };
}

function valueRange({ startOffset, endOffset }: AttributeValue): TextRange {
  return { startOffset, endOffset };
}

function hoverWord(document: ScriptDocument, { text, offset }: Place): Finding | null {
  const { lexicon } = document.cast;
  if (lexicon.size === 0) return null;
  const before = /[\p{L}\p{M}\p{N}'’-]*$/u.exec(text.slice(Math.max(0, offset - 60), offset))?.[0] ?? '';
  const after = /^[\p{L}\p{M}\p{N}'’-]*/u.exec(text.slice(offset, offset + 60))?.[0] ?? '';
  const found = createLexiconLookup(lexicon).find(before + after);
  if (found === undefined) return null;
  return {
    range: { startOffset: offset - before.length, endOffset: offset + after.length },
    markdown: lexiconCard(found.entry, found.file?.path ?? null),
  };
}

function hoverHeading(document: ScriptDocument, place: Place): Finding | null {
  const { block, blockIndex } = place;
  if (block.kind !== 'heading') return null;
  const length = durationText(sectionDurationMs(document, blockIndex));
  const name = block.level === 1 ? 'Chapter' : 'Scene';
  const range = { startOffset: 0, endOffset: place.text.trimEnd().length };
  return { range, markdown: `${name}, about ${length}.` };
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`;
}
