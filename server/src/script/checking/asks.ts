import { speechAbilities, type SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { Block, EscapeNode, Inline, PointTag, SpanNode, TextNode } from '../tree/tree.ts';
import { walkInlines } from '../tree/walk.ts';
import { directionAbilities, eventAbility, spanAbilities, type AskedAbility } from './askedAbilities.ts';
import { attributeText } from './attributeText.ts';

/** Something that a block asks of a voice. */
export interface Ask extends AskedAbility {
  /** Who would have to do it, as `<say voice>` names them; null is the speaker's own voice. */
  readonly voices: readonly (string | null)[];
}

/**
 * All that a block asks of voices. Of two emotions, deliveries, pronunciations or instructions over the same words
 * only the inner one is heard, and so only that one is asked; rates, pitches and volumes add up. What nobody says asks
 * nothing.
 *
 * @param text  the block's
 */
export function collectAsks(block: Block, text: string): readonly Ask[] {
  if (!('content' in block)) return [];
  const direction = 'direction' in block ? block.direction : null;
  if (direction === null && block.content.every(({ kind }) => kind === 'text')) return [];
  const asks = direction === null ? [] : directionAbilities(direction).map(openAsk);
  const whole = [...asks];
  const walk: Walk = { text, asks, whole, pending: [], isSpeakable: false };
  visit(block.content, { voice: null, heard: whole, alias: null, replaced: null }, walk);
  endUtterance(walk);
  return asks.filter(({ voices }) => voices.length > 0);
}

interface OpenAsk extends AskedAbility {
  readonly voices: (string | null)[];
}

interface Scope {
  readonly voice: string | null;
  /** What holds here: no inner one has replaced it. */
  readonly heard: readonly OpenAsk[];
  /** What is said in place of the words here, whose spans and escapes then do not count. */
  readonly alias: string | null;
  /** From the first to the last of these words: what happens between them has no place in the alias. */
  readonly replaced: TextRange | null;
}

/** Something of an utterance, and what holds over it. */
interface SaidPart {
  readonly voice: string | null;
  readonly heard: readonly OpenAsk[];
  /** Only changes of rate and the like are heard on marks alone. */
  readonly hasWords: boolean;
}

interface Walk {
  readonly text: string;
  readonly asks: OpenAsk[];
  /** What the direction asks of all that is said. */
  readonly whole: readonly OpenAsk[];
  /** What holds in the utterance so far. */
  pending: SaidPart[];
  /** Marks alone are no utterance. */
  isSpeakable: boolean;
}

function openAsk(ability: AskedAbility): OpenAsk {
  return { ...ability, voices: [] };
}

function visit(nodes: readonly Inline[], scope: Scope, walk: Walk): void {
  for (const node of nodes) {
    if (node.kind === 'span') visitSpan(node, scope, walk);
    else if (node.kind === 'point') visitPoint(node, scope, walk);
    else if (node.kind === 'text') say(node, scope, walk);
    else if (node.kind === 'escape' && scope.alias === null) say(node, scope, walk);
  }
}

function say({ kind, startOffset, endOffset }: TextNode | EscapeNode, scope: Scope, walk: Walk): void {
  const written = walk.text.slice(kind === 'escape' ? startOffset + 1 : startOffset, endOffset);
  if (written.trim() === '') return;
  const said = scope.alias ?? written;
  const { voice, heard } = scope;
  walk.pending.push({ voice, heard, hasWords: /[\p{L}\p{N}]/u.test(said) });
  walk.isSpeakable ||= /[\p{L}\p{N}\p{S}]/u.test(said);
}

function visitSpan(node: SpanNode, scope: Scope, walk: Walk): void {
  if (scope.alias !== null) {
    visit(node.children, scope, walk);
    return;
  }
  const isOther = attributeText(node, 'voice') !== null || attributeText(node, 'language') !== null;
  if (isOther) endUtterance(walk);
  const alias = attributeText(node, 'alias');
  const asks = spanAbilities(node).map(openAsk);
  walk.asks.push(...asks);
  const inner: Scope = {
    voice: attributeText(node, 'voice') ?? scope.voice,
    heard: [...scope.heard.filter((outer) => !asks.some((ask) => replaces(ask, outer))), ...asks],
    alias,
    replaced: alias === null ? null : wordsRange(node, walk.text),
  };
  visit(node.children, inner, walk);
  if (isOther) endUtterance(walk);
}

/** Where the words of a span are; null where it has none. */
function wordsRange({ children }: SpanNode, text: string): TextRange | null {
  const words = [...walkInlines(children)].filter(
    ({ node: { kind, startOffset, endOffset } }) =>
      kind === 'text' && text.slice(startOffset, endOffset).trim() !== '',
  );
  const [first] = words;
  const last = words.at(-1);
  return first === undefined || last === undefined
    ? null
    : { startOffset: first.node.startOffset, endOffset: last.node.endOffset };
}

function visitPoint(node: PointTag, scope: Scope, walk: Walk): void {
  const { replaced } = scope;
  const isBetween =
    replaced !== null && replaced.startOffset <= node.startOffset && node.startOffset < replaced.endOffset;
  if (isBetween) return;
  if (node.name === 'pause' || node.name === 'sound') endUtterance(walk);
  const ability = eventAbility(node.name, node);
  if (ability === null) return;
  walk.asks.push({ ...ability, voices: [scope.voice] });
  // A span says how words are said; the sound of a voice is none.
  walk.pending.push({ voice: scope.voice, heard: [], hasWords: false });
  walk.isSpeakable = true;
}

/** What was said so far is said: all that holds over it is asked of the voice that says it. */
function endUtterance(walk: Walk): void {
  const parts = walk.isSpeakable ? walk.pending : [];
  for (const { voice, heard, hasWords } of parts) {
    for (const ask of heard) if (hasWords || isProsody(ask)) addVoice(ask, voice);
  }
  // A direction holds for sounds alone as well.
  const [first] = parts;
  if (first !== undefined && !parts.some(({ hasWords }) => hasWords)) {
    for (const ask of walk.whole) addVoice(ask, first.voice);
  }
  walk.pending = [];
  walk.isSpeakable = false;
}

function addVoice({ voices }: OpenAsk, voice: string | null): void {
  if (!voices.includes(voice)) voices.push(voice);
}

function isProsody(ask: AskedAbility): boolean {
  return familyOf(ask) === 'prosody';
}

function replaces(inner: AskedAbility, outer: AskedAbility): boolean {
  const family = familyOf(inner);
  return family === familyOf(outer) && !isProsody(inner);
}

function familyOf({ ability }: AskedAbility): string {
  return families.get(ability) ?? ability;
}

const families: ReadonlyMap<SpeechAbility, string> = new Map(
  speechAbilities.map((ability) => [ability, ability.split(':')[0] ?? ability]),
);
