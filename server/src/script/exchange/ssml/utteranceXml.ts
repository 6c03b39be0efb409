import type { PlanPoint, PlanProsody, PlanSpan, PlanUtterance, Style } from '../../lowering/plan.ts';
import { roundTo, signed } from '../draft/values.ts';
import { styleOf } from './expressionStyles.ts';
import type { UsualManner } from './planCast.ts';
import { escapeXml, xmlElement, type XmlAttributes } from '../../../text/xmlWriter.ts';

/** An utterance as what stands in a paragraph: who says it, how, and the words with their spans and points. */
export function utteranceXml(
  utterance: PlanUtterance,
  usual: UsualManner,
  planLanguage: string | null,
): string {
  const { style, prosody, voice, language, text } = utterance;
  const manner = mannerElements({ style: writtenStyle(style), prosody, rateFactor: prosody.rateFactor });
  const content = contentXml(
    utterance,
    { startOffset: 0, endOffset: text.length },
    {
      spans: utterance.spans,
      rateFactor: prosody.rateFactor,
      isOutermost: true,
    },
  );
  const line = { 'aloud:of': 'line' };
  const said = wrap(
    content,
    manner.map((element) => ({ ...element, attributes: { ...element.attributes, ...line } })),
  );
  const isUsualLanguage = language === usual.language;
  const isTold = language !== null && !(isUsualLanguage && language === planLanguage);
  const inLanguage = isTold
    ? xmlElement('lang', { 'xml:lang': language, ...(isUsualLanguage && line) }, said)
    : said;
  if (voice === null) return inLanguage;
  return xmlElement('voice', { name: voice, ...(voice === usual.voice && line) }, inLanguage);
}

interface Element {
  readonly name: string;
  readonly attributes: XmlAttributes;
}

interface Manner {
  readonly style?: Partial<Style> | undefined;
  readonly prosody?: Partial<PlanProsody> | undefined;
  readonly isLaughing?: boolean | undefined;
  /** Of the voice's own, with all that is around it: SSML's percentages are not of what surrounds an element. */
  readonly rateFactor: number;
}

/** The elements that ask for a manner, outermost first. */
function mannerElements({ style = {}, prosody = {}, isLaughing, rateFactor }: Manner): readonly Element[] {
  const { emotion, strength, delivery, instruction } = style;
  const expression = emotion ?? delivery ?? null;
  const own: XmlAttributes = {
    'aloud:delivery': emotion !== undefined && emotion !== null ? (delivery ?? null) : null,
    'aloud:strength': (emotion ?? null) === null && strength !== undefined ? String(roundTo(strength)) : null,
    'aloud:instruct': instruction ?? null,
    'aloud:laughter': isLaughing === true ? 'true' : null,
  };
  const hasOwn = Object.values(own).some((value) => value !== null);
  const change = prosodyAttributes(prosody, rateFactor);
  const hasChange = Object.values(change).some((value) => value !== null);
  const isStronger = emotion !== undefined && emotion !== null && strength !== undefined && strength !== 1;
  const degree = isStronger ? String(roundTo(strength)) : null;
  const elements: Element[] = [];
  if (expression !== null) {
    const attributes = { style: styleOf(expression), styledegree: degree, ...own };
    elements.push({ name: 'mstts:express-as', attributes });
  }
  if (hasChange || (hasOwn && expression === null)) {
    // The rate around it, where nothing else changes: an element without any change is none.
    const attributes = hasChange ? change : { rate: percent(rateFactor) };
    elements.push({ name: 'prosody', attributes: { ...attributes, ...(expression === null && own) } });
  }
  return elements;
}

/** A direction and the cast always have a strength; alone it says nothing where it is whole. */
function writtenStyle({ strength, ...style }: Style): Partial<Style> {
  return style.emotion === null && strength === 1 ? style : { ...style, strength };
}

function prosodyAttributes(prosody: Partial<PlanProsody>, rateFactor: number): XmlAttributes {
  const { rateFactor: rate = 1, pitchSemitones = 0, rangeFactor = 1, volumeDb = 0 } = prosody;
  return {
    rate: rate === 1 ? null : percent(rateFactor),
    pitch: pitchSemitones === 0 ? null : `${signed(roundTo(pitchSemitones))}st`,
    range: rangeFactor === 1 ? null : `${signed(roundTo((rangeFactor - 1) * 100))}%`,
    volume: volumeDb === 0 ? null : `${signed(roundTo(volumeDb))}dB`,
  };
}

function percent(factor: number): string {
  return `${roundTo(factor * 100)}%`;
}

interface Part {
  readonly startOffset: number;
  readonly endOffset: number;
}

interface ContentContext {
  /** Those inside of the part, outer ones first. */
  readonly spans: readonly PlanSpan[];
  readonly rateFactor: number;
  readonly isOutermost: boolean;
}

/** A part of the text: words, points and spans in their order. */
function contentXml(
  utterance: PlanUtterance,
  part: Part,
  { spans, rateFactor, isOutermost }: ContentContext,
): string {
  let xml = '';
  let position = part.startOffset;
  let index = 0;
  while (index < spans.length) {
    const span = spans[index];
    if (span === undefined) break;
    const end = innerEnd(spans, index);
    const inner = spans.slice(index + 1, end);
    xml += wordsXml(utterance, { startOffset: position, endOffset: span.startOffset });
    const spanRate = rateFactor * (span.prosody?.rateFactor ?? 1);
    const content = contentXml(utterance, span, { spans: inner, rateFactor: spanRate, isOutermost: false });
    // What has the extent of what is around it would be taken for a part of that.
    const isOwn = span.startOffset === part.startOffset && span.endOffset === part.endOffset;
    xml += wrap(content, spanElements(span, { rateFactor: spanRate, isOwn }));
    position = span.endOffset;
    index = end;
  }
  return xml + wordsXml(utterance, { startOffset: position, endOffset: part.endOffset }, isOutermost);
}

/** Behind the spans inside of one. */
function innerEnd(spans: readonly PlanSpan[], index: number): number {
  const { endOffset } = spans[index] ?? { endOffset: 0 };
  let end = index + 1;
  while ((spans[end]?.startOffset ?? Number.POSITIVE_INFINITY) < endOffset) end += 1;
  return end;
}

function spanElements(
  span: PlanSpan,
  { rateFactor, isOwn }: { rateFactor: number; isOwn: boolean },
): readonly Element[] {
  const { style, prosody, isLaughing, emphasis, pronunciation } = span;
  const elements = [...mannerElements({ style, prosody, isLaughing, rateFactor })];
  if (emphasis !== undefined) elements.push({ name: 'emphasis', attributes: { level: emphasis } });
  if (pronunciation !== undefined) {
    const { alphabet, phonemes } = pronunciation;
    const name = alphabet === 'ipa' ? 'ipa' : `x-${alphabet}`;
    elements.push({ name: 'phoneme', attributes: { alphabet: name, ph: phonemes } });
  }
  const [first, ...others] = elements;
  if (first === undefined || !isOwn) return elements;
  return [{ ...first, attributes: { ...first.attributes, 'aloud:span': 'own' } }, ...others];
}

function wrap(content: string, elements: readonly Element[]): string {
  return elements.reduceRight((inner, { name, attributes }) => xmlElement(name, attributes, inner), content);
}

/** Words without spans, with the points between them; one at the end belongs to what follows, but at the very end. */
function wordsXml({ text, points }: PlanUtterance, { startOffset, endOffset }: Part, isLast = false): string {
  let xml = '';
  let position = startOffset;
  for (const point of points) {
    const { offset } = point;
    const isHere = offset >= startOffset && (offset < endOffset || (isLast && offset === endOffset));
    if (!isHere) continue;
    xml += escapeXml(text.slice(position, offset)) + pointXml(point);
    position = offset;
  }
  return xml + escapeXml(text.slice(position, endOffset));
}

function pointXml(point: PlanPoint): string {
  if (point.kind === 'mark') return xmlElement('mark', { name: point.name });
  return xmlElement('mark', { name: point.event, 'aloud:event': point.event });
}
