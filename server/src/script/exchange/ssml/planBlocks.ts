import type { Plan, PlanItem, PlanPause, PlanSection, PlanUtterance } from '../../lowering/plan.ts';
import type { PlanCast } from './planCast.ts';

/** A plan as paragraphs, the way the script that it came from may have had them. */
export type PlanBlock =
  | {
      readonly kind: 'speech';
      /** Of the line of dialogue; null: the narrator's. */
      readonly speaker: string | null;
      readonly items: readonly SpokenItem[];
    }
  /** `items` are empty where it is not spoken. */
  | { readonly kind: 'heading'; readonly section: PlanSection; readonly items: readonly SpokenItem[] }
  /** One that nobody asked for. */
  | { readonly kind: 'silence'; readonly pause: PlanPause; readonly isApart: boolean };

/** Silences that were asked for, and what is heard. `splits`: an utterance that begins without any difference. */
export type SpokenItem = Exclude<PlanItem, PlanUtterance> | (PlanUtterance & { readonly splits?: true });

interface OpenBlock {
  readonly section: PlanSection | null;
  /** Null: only sounds and silences so far. */
  first: PlanUtterance | null;
  readonly items: SpokenItem[];
}

export function planBlocks(plan: Plan, cast: PlanCast): readonly PlanBlock[] {
  const raw: (OpenBlock | PlanPause)[] = [];
  let block: OpenBlock | null = null;
  /** Whether something was heard since the last silence that was asked for. */
  let isHeard = false;
  let nextSection = 0;

  const begin = (section: PlanSection | null): OpenBlock => {
    const begun: OpenBlock = { section, first: null, items: [] };
    raw.push(begun);
    block = begun;
    return begun;
  };
  for (const [index, item] of plan.items.entries()) {
    for (; plan.sections[nextSection]?.firstItemIndex === index; nextSection += 1) {
      begin(plan.sections[nextSection] ?? null);
    }
    const current: OpenBlock | null = block;
    if (item.kind === 'pause' && item.reason !== 'asked') {
      raw.push(item);
      block = null;
      continue;
    }
    const isPart = current !== null && (current.section === null || isInside(item, current.section));
    const relation = isPart ? relate(current, item, { isHeard, cast }) : 'apart';
    const target = current === null || relation === 'apart' ? begin(null) : current;
    target.items.push(relation === 'split' && item.kind === 'utterance' ? { ...item, splits: true } : item);
    if (item.kind === 'utterance') target.first ??= item;
    isHeard = item.kind === 'pause' ? false : isHeard || item.kind === 'sound' || isSaid(item);
  }
  for (const section of plan.sections.slice(nextSection)) begin(section);
  return finishBlocks(raw);
}

type Relation = 'together' | 'apart' | 'split';

interface RelationContext {
  readonly isHeard: boolean;
  readonly cast: PlanCast;
}

/** Whether an item goes on in a paragraph. */
function relate(block: OpenBlock, item: PlanItem, { isHeard, cast }: RelationContext): Relation {
  if (item.kind !== 'utterance' || block.first === null) return 'together';
  if (!isSameManner(block.first, item)) return 'apart';
  const last = block.items.at(-1);
  if (last?.kind !== 'utterance' || last.voice !== item.voice || last.language !== item.language) {
    return 'together';
  }
  const usual = cast.usualOf(item.speaker);
  const isUsual = item.voice === usual.voice && item.language === usual.language;
  if (!isUsual) return 'together';
  // Words in one voice are one utterance: two must be apart, or something silent is between them.
  const isSilentOne = !isSaid(last) || !isSaid(item);
  if (isSilentOne && !(isHeard && isSaid(item))) return 'apart';
  return 'split';
}

function isSameManner(left: PlanUtterance, right: PlanUtterance): boolean {
  const mannerOf = ({ speaker, style, prosody }: PlanUtterance): string =>
    JSON.stringify([speaker, style, prosody]);
  return mannerOf(left) === mannerOf(right);
}

function isSaid({ text, points }: PlanUtterance): boolean {
  return text !== '' || points.some(({ kind }) => kind === 'event');
}

function isInside({ source }: PlanItem, section: PlanSection): boolean {
  return source.startOffset >= section.source.startOffset && source.endOffset <= section.source.endOffset;
}

function finishBlocks(raw: readonly (OpenBlock | PlanPause)[]): readonly PlanBlock[] {
  let dialogueSpeaker: string | null = null;
  const speakers = raw.map((part, index) => {
    if ('durationMs' in part || part.section !== null) return null;
    const isInDialogue = isLinePause(raw[index - 1]) || isLinePause(raw[index + 1]);
    const own = part.first?.speaker ?? null;
    const isNarration = own === 'narrator' || own === null;
    const speaker = isNarration && !isInDialogue ? null : (own ?? dialogueSpeaker);
    dialogueSpeaker = speaker ?? dialogueSpeaker;
    return speaker;
  });
  return raw.map((part, index): PlanBlock => {
    if ('durationMs' in part) {
      const isBetweenLines = (speakers[index - 1] ?? null) !== null && (speakers[index + 1] ?? null) !== null;
      return { kind: 'silence', pause: part, isApart: part.reason === 'paragraph' && isBetweenLines };
    }
    const { section, items } = part;
    if (section !== null) return { kind: 'heading', section, items };
    return { kind: 'speech', speaker: speakers[index] ?? null, items };
  });
}

function isLinePause(part: OpenBlock | PlanPause | undefined): boolean {
  return part !== undefined && 'durationMs' in part && part.reason === 'line';
}
