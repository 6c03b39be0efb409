import { speechAbilities, type SpeechAbility } from '../../../../protocol/expression.ts';
import type { Block, EscapeNode, Inline, PointTag, SpanNode, TextNode } from '../tree/tree.ts';
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
  visit(block.content, { voice: null, heard: whole, alias: null }, walk);
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
}

interface Walk {
  readonly text: string;
  readonly asks: OpenAsk[];
  /** What the direction asks of all that is said. */
  readonly whole: readonly OpenAsk[];
  /** What holds in the utterance so far. */
  pending: Pick<Scope, 'voice' | 'heard'>[];
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
  if (scope.heard.length > 0) walk.pending.push(scope);
  walk.isSpeakable ||= /[\p{L}\p{N}\p{S}]/u.test(scope.alias ?? written);
}

function visitSpan(node: SpanNode, scope: Scope, walk: Walk): void {
  if (scope.alias !== null) {
    visit(node.children, scope, walk);
    return;
  }
  const isOther = attributeText(node, 'voice') !== null || attributeText(node, 'language') !== null;
  if (isOther) endUtterance(walk);
  const asks = spanAbilities(node).map(openAsk);
  walk.asks.push(...asks);
  const inner: Scope = {
    voice: attributeText(node, 'voice') ?? scope.voice,
    heard: [...scope.heard.filter((outer) => !asks.some((ask) => replaces(ask, outer))), ...asks],
    alias: attributeText(node, 'alias'),
  };
  visit(node.children, inner, walk);
  if (isOther) endUtterance(walk);
}

function visitPoint(node: PointTag, scope: Scope, walk: Walk): void {
  if (node.name === 'pause' || node.name === 'sound') endUtterance(walk);
  const ability = eventAbility(node.name, node);
  if (ability === null) return;
  walk.asks.push({ ...ability, voices: [scope.voice] });
  // A span says how words are said; the sound of a voice is none.
  walk.pending.push({ voice: scope.voice, heard: walk.whole });
  walk.isSpeakable = true;
}

/** What was said so far is said: all that holds over it is asked of the voice that says it. */
function endUtterance(walk: Walk): void {
  for (const { voice, heard } of walk.isSpeakable ? walk.pending : []) {
    for (const { voices } of heard) if (!voices.includes(voice)) voices.push(voice);
  }
  walk.pending = [];
  walk.isSpeakable = false;
}

function replaces(inner: AskedAbility, outer: AskedAbility): boolean {
  const family = familyOf(inner);
  return family === familyOf(outer) && family !== 'prosody';
}

function familyOf({ ability }: AskedAbility): string {
  return families.get(ability) ?? ability;
}

const families: ReadonlyMap<SpeechAbility, string> = new Map(
  speechAbilities.map((ability) => [ability, ability.split(':')[0] ?? ability]),
);
