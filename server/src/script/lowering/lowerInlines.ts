import { soundEvents } from '../../../../protocol/expression.ts';
import { sayAs, type SayAsKind } from '../../text/normalize/sayAs.ts';
import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { Inline, PointTag, SpanNode } from '../tree/tree.ts';
import { walkInlines } from '../tree/walk.ts';
import { parseDuration, parseVolume } from '../vocabulary/values.ts';
import type { PlanWriter, UtteranceVoice } from './planWriter.ts';
import { spanMeaning, type SpanMeaning } from './spanMeaning.ts';

/** What inlines are written with. */
export interface InlineTarget extends SpeechTarget {
  /** What offsets of the nodes are short of offsets of the source. */
  readonly shift: number;
  /** What nearly is a tag is silent in a script, and words elsewhere. */
  readonly hasSpokenUnknownTags?: boolean;
}

/** How and where words are said. */
export interface SpeechTarget {
  readonly writer: PlanWriter;
  readonly source: string;
  readonly voice: UtteranceVoice;
  /** Of the text, where no voice says it. BCP-47. */
  readonly defaultLanguage: string;
}

/** Writes words, spans and points. Comments and tags that nobody knows are silent. */
export function lowerInlines(nodes: readonly Inline[], target: InlineTarget): void {
  for (const node of nodes) lowerInline(node, { ...target, as: null });
}

interface SpanTarget extends InlineTarget {
  readonly as: SayAsKind | null;
}

function lowerInline(node: Inline, target: SpanTarget): void {
  switch (node.kind) {
    case 'text':
      lowerText(node, target);
      return;
    case 'escape':
      lowerText({ startOffset: node.startOffset + 1, endOffset: node.endOffset }, target);
      return;
    case 'point':
      lowerPoint(node, target);
      return;
    case 'span':
      lowerSpan(node, target);
      return;
    case 'unknownTag':
      if (target.hasSpokenUnknownTags === true) lowerText(node, target);
      return;
    case 'comment':
    case 'strayClose':
      return;
  }
}

function lowerText(range: TextRange, { writer, source, shift, ...target }: SpanTarget): void {
  const { startOffset, endOffset } = shiftRange(range, shift);
  const text = source.slice(startOffset, endOffset);
  const words = target.as === null ? null : sayAsWords(text, target.as, target);
  if (words === null) {
    writer.write(text, startOffset);
    return;
  }
  writer.breakWord();
  writer.replace(words, trimmed(text, startOffset));
}

/** The words that a text stands for; null where the language has no rules for them, or the text is none of the kind. */
export function sayAsWords(
  text: string,
  as: SayAsKind,
  { voice, defaultLanguage }: Pick<SpeechTarget, 'voice' | 'defaultLanguage'>,
): string | null {
  const language = (voice.language ?? defaultLanguage).toLowerCase();
  if (!/^en(?:-|_|$)/u.test(language)) return null;
  return sayAs(text, as, /^en[-_](?:gb|au|nz|ie|in|za)/u.test(language) ? 'gb' : 'us');
}

function trimmed(text: string, startOffset: number): TextRange {
  const start = startOffset + text.length - text.trimStart().length;
  return { startOffset: start, endOffset: start + text.trim().length };
}

/** Writes what happens at one point in time. */
export function lowerPoint(node: PointTag, { writer, shift }: Pick<InlineTarget, 'writer' | 'shift'>): void {
  const source = shiftRange(node, shift);
  const argument = node.argument?.text ?? null;
  const event = soundEvents.find((known) => known === node.name);
  if (event !== undefined) writer.point({ kind: 'event', event, source });
  if (argument === null) return;
  switch (node.name) {
    case 'mark':
      writer.point({ kind: 'mark', name: argument, source });
      return;
    case 'pause': {
      const durationMs = parseDuration(argument);
      if (durationMs !== null) writer.pause(durationMs, source);
      return;
    }
    case 'sound':
      writer.sound({
        file: argument,
        gainDb: read(node, 'gain', parseVolume),
        fadeMs: read(node, 'fade', parseDuration),
        source,
      });
  }
}

function read(node: PointTag, name: string, parse: (text: string) => number | null): number {
  const text = node.attributes.find((attribute) => attribute.name === name)?.value?.text;
  return text === undefined ? 0 : (parse(text) ?? 0);
}

function lowerSpan(node: SpanNode, target: SpanTarget): void {
  const { writer, voice: outer } = target;
  const meaning = spanMeaning(node, target.shift);
  const { content, as, alias } = meaning;
  const inner = innerVoice(outer, meaning);
  writer.setVoice(inner);
  if (content !== null) writer.open(content);
  if (alias === null) {
    const context = { ...target, voice: inner, as: as ?? target.as };
    for (const child of node.children) lowerInline(child, context);
  } else lowerAlias(node, alias, { ...target, voice: inner });
  if (content !== null) writer.close();
  writer.setVoice(outer);
}

/** The alias in place of the span's words. What stands among them has no place in the alias and is silent. */
function lowerAlias(node: SpanNode, alias: string, target: SpanTarget): void {
  const { writer, source, shift } = target;
  const nodes = [...walkInlines(node.children)].map((visit) => visit.node);
  const words = nodes
    .filter(({ kind }) => kind === 'text')
    .map(({ startOffset, endOffset }) => shiftRange({ startOffset, endOffset }, shift))
    .map(({ startOffset, endOffset }) => trimmed(source.slice(startOffset, endOffset), startOffset))
    .filter(({ startOffset, endOffset }) => endOffset > startOffset);
  const startOffset = words[0]?.startOffset ?? Number.POSITIVE_INFINITY;
  const endOffset = words.at(-1)?.endOffset ?? startOffset;
  const points = nodes.filter((inner) => inner.kind === 'point');
  for (const point of points) if (point.startOffset + shift < startOffset) lowerPoint(point, target);
  if (words.length > 0) {
    writer.breakWord();
    writer.replace(alias, { startOffset, endOffset });
  }
  for (const point of points) if (point.startOffset + shift >= endOffset) lowerPoint(point, target);
}

/** The same voice where nothing changes, so that the utterance goes on. */
export function innerVoice(
  outer: UtteranceVoice,
  { voice, language }: Pick<SpanMeaning, 'voice' | 'language'>,
): UtteranceVoice {
  const changed = {
    ...(voice !== null &&
      voice.text !== outer.voice && { voice: voice.text, voiceSource: shiftRange(voice, 0) }),
    ...(language !== null && language !== outer.language && { language }),
  };
  return Object.keys(changed).length === 0 ? outer : { ...outer, ...changed };
}
