import { speechAbilities, type SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { directionAbilities, eventAbility, spanAbilities, type AskedAbility } from './askedAbilities.ts';
import { attributeText } from './attributeText.ts';

/** Something that a block asks of a voice. */
export interface Ask extends AskedAbility {
  /** Who would have to do it, as `<say voice>` names them; null is the speaker's own voice. */
  readonly voices: readonly (string | null)[];
}

/**
 * All that a block asks of voices. Of two emotions, deliveries, pronunciations or instructions over the same words
 * only the inner one is heard, and so only that one is asked; rates, pitches and volumes add up.
 *
 * @param text  the block's
 */
export function collectAsks(block: Block, text: string): readonly Ask[] {
  if (!('content' in block)) return [];
  const asked = 'direction' in block && block.direction !== null ? directionAbilities(block.direction) : [];
  const ofBlock = asked.map((ability) => openAsk(ability, null));
  const asks = [...ofBlock];
  visit(block.content, { voice: null, enclosing: ofBlock, heard: ofBlock }, { text, asks });
  return asks.map(({ hasWords, voices, place, ...ability }) => ({
    ...ability,
    voices: hasWords ? voices : [place],
  }));
}

interface OpenAsk extends AskedAbility {
  /** The voice that speaks where the asking begins. */
  readonly place: string | null;
  readonly voices: (string | null)[];
  hasWords: boolean;
}

interface Scope {
  readonly voice: string | null;
  readonly enclosing: readonly OpenAsk[];
  /** Of the enclosing ones, those that no inner one replaces. */
  readonly heard: readonly OpenAsk[];
}

interface Walk {
  readonly text: string;
  readonly asks: OpenAsk[];
}

function openAsk(ability: AskedAbility, place: string | null): OpenAsk {
  return { ...ability, place, voices: [], hasWords: false };
}

function visit(nodes: readonly Inline[], scope: Scope, walk: Walk): void {
  for (const node of nodes) {
    if (node.kind === 'span') visitSpan(node, scope, walk);
    else if (node.kind === 'point') visitEvent(node.name, node, { scope, walk });
    else if (node.kind === 'text' && scope.enclosing.length > 0 && hasWords(walk.text, node)) {
      for (const ask of scope.enclosing) ask.hasWords = true;
      for (const { voices } of scope.heard) if (!voices.includes(scope.voice)) voices.push(scope.voice);
    }
  }
}

function visitSpan(node: SpanNode, scope: Scope, walk: Walk): void {
  const voice = attributeText(node, 'voice') ?? scope.voice;
  const asks = spanAbilities(node).map((ability) => openAsk(ability, voice));
  walk.asks.push(...asks);
  const inner: Scope = {
    voice,
    enclosing: [...scope.enclosing, ...asks],
    heard: [...scope.heard.filter((outer) => !asks.some((ask) => replaces(ask, outer))), ...asks],
  };
  visit(node.children, inner, walk);
}

function visitEvent(name: string, range: TextRange, { scope, walk }: { scope: Scope; walk: Walk }): void {
  const ability = eventAbility(name, range);
  if (ability !== null) walk.asks.push(openAsk(ability, scope.voice));
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

function hasWords(text: string, range: TextRange): boolean {
  return /[\p{L}\p{N}]/u.test(text.slice(range.startOffset, range.endOffset));
}
