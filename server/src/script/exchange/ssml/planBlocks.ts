import type { Plan, PlanItem, PlanPause, PlanSection, PlanUtterance } from '../../lowering/plan.ts';
import type { PlanCast } from './planCast.ts';

/** A plan as paragraphs, the way the script that it came from may have had them. */
export interface PlanLayout {
  readonly blocks: readonly PlanBlock[];
  /** Kinds of silence that last no time, so that the plan has none where they would be. */
  readonly emptySilences: ReadonlySet<DueReason>;
}

export type DueReason = Exclude<PlanPause['reason'], 'asked' | 'listItem'>;

export type PlanBlock =
  | {
      readonly kind: 'speech';
      /** Of the line of dialogue; null: the narrator's. */
      readonly speaker: string | null;
      readonly items: readonly SpokenItem[];
    }
  /** `items` are empty where it is not spoken. */
  | { readonly kind: 'heading'; readonly section: PlanSection; readonly items: readonly SpokenItem[] }
  /** One that nobody asked for. `isApart`: something silent stands there that is no line of dialogue. */
  | { readonly kind: 'silence'; readonly pause: PlanPause; readonly isApart: boolean };

/** Silences that were asked for, and what is heard. `splits`: an utterance that begins without any difference. */
export type SpokenItem = Exclude<PlanItem, PlanUtterance> | (PlanUtterance & { readonly splits?: true });

export function planLayout(plan: Plan, cast: PlanCast): PlanLayout {
  const raw: RawPart[] = [];
  const emptySilences = new Set<DueReason>();
  let block: OpenBlock | null = null;
  /** Whether something was heard since the last silence that was asked for, and a silence is behind it. */
  let isHeard = false;
  let isSilenceBehind = false;
  let nextSection = 0;

  const begin = (section: PlanSection | null): OpenBlock => {
    const begun = { section, first: null, items: [], followsUnparted: false };
    raw.push(begun);
    return begun;
  };
  for (const [index, item] of plan.items.entries()) {
    for (; plan.sections[nextSection]?.firstItemIndex === index; nextSection += 1) {
      block = begin(plan.sections[nextSection] ?? null);
    }
    if (item.kind === 'pause' && item.reason !== 'asked') {
      raw.push(item);
      block = null;
      isSilenceBehind = true;
      continue;
    }
    const isMissing = isHeard && !isSilenceBehind && isSaid(item);
    const relation = relate(block, item, { isHeard, cast, goesOn: goesOn(plan.items, index) });
    if (isMissing && block?.section !== null && block?.section !== undefined) {
      if (block.items.length === 0) emptySilences.add(block.section.level === 1 ? 'chapter' : 'scene');
      else if (relation === 'apart') emptySilences.add('heading');
    }
    if (block === null || relation === 'apart') {
      const isAfterSpeech = block !== null && block.section === null;
      block = begin(null);
      block.followsUnparted = isMissing && isAfterSpeech;
    }
    block.items.push(relation === 'split' && item.kind === 'utterance' ? { ...item, splits: true } : item);
    if (item.kind === 'utterance') block.first ??= item;
    if (item.kind === 'pause') isHeard = false;
    else if (isSaid(item)) isHeard = true;
    if (item.kind === 'pause' || isSaid(item)) isSilenceBehind = false;
  }
  for (const section of plan.sections.slice(nextSection)) begin(section);
  return finishLayout(raw, emptySilences);
}

interface OpenBlock {
  readonly section: PlanSection | null;
  /** Null: only sounds and silences so far. */
  first: PlanUtterance | null;
  readonly items: SpokenItem[];
  /** Begins although nothing parts it from the paragraph before. */
  followsUnparted: boolean;
}

type RawPart = OpenBlock | PlanPause;

type Relation = 'together' | 'apart' | 'split';

interface RelationContext {
  readonly isHeard: boolean;
  readonly cast: PlanCast;
  /** Whether what is heard next follows without a silence. */
  readonly goesOn: boolean;
}

/** Whether an item goes on in a paragraph. */
function relate(block: OpenBlock | null, item: PlanItem, { isHeard, cast, goesOn }: RelationContext): Relation {
  if (block === null || (block.section !== null && !isInside(item, block.section))) return 'apart';
  if (item.kind !== 'utterance' || block.first === null) return 'together';
  if (!isSameManner(block.first, item)) return 'apart';
  const last = block.items.at(-1);
  if (last?.kind !== 'utterance' || last.voice !== item.voice || last.language !== item.language) {
    return 'together';
  }
  const usual = cast.usualOf(item.speaker);
  if (item.voice !== usual.voice || item.language !== usual.language) return 'together';
  // Words in one voice are one utterance: two are apart, or something silent is between them.
  const isSilentOne = !isSaid(last) || !isSaid(item);
  return isSilentOne && !(isHeard && (isSaid(item) || goesOn)) ? 'apart' : 'split';
}

/** Whether what is heard after an item follows without a silence. */
function goesOn(items: readonly PlanItem[], index: number): boolean {
  const next = items.slice(index + 1, index + 1 + lookAhead).find((item) => item.kind === 'pause' || isSaid(item));
  return next !== undefined && next.kind !== 'pause';
}

/** More utterances of marks alone do not follow each other. */
const lookAhead = 20;

function isSameManner(left: PlanUtterance, right: PlanUtterance): boolean {
  const mannerOf = ({ speaker, style, prosody }: PlanUtterance): string =>
    JSON.stringify([speaker, style, prosody]);
  return mannerOf(left) === mannerOf(right);
}

/** Marks alone are not heard. */
function isSaid(item: PlanItem): boolean {
  if (item.kind !== 'utterance') return item.kind === 'sound';
  return item.text !== '' || item.points.some(({ kind }) => kind === 'event');
}

function isInside({ source }: PlanItem, section: PlanSection): boolean {
  return source.startOffset >= section.source.startOffset && source.endOffset <= section.source.endOffset;
}

function finishLayout(raw: readonly RawPart[], emptySilences: Set<DueReason>): PlanLayout {
  const speakers = speakersOf(raw);
  const isLine = (index: number): boolean => (speakers[index] ?? null) !== null;
  const blocks = raw.map((part, index): PlanBlock => {
    const isBetweenLines = isLine(index - 1) && isLine(index + 1);
    if ('durationMs' in part) {
      return { kind: 'silence', pause: part, isApart: part.reason === 'paragraph' && isBetweenLines };
    }
    const { section, items, followsUnparted } = part;
    if (followsUnparted) emptySilences.add(isLine(index - 1) && isLine(index) ? 'line' : 'paragraph');
    if (section !== null) return { kind: 'heading', section, items };
    return { kind: 'speech', speaker: speakers[index] ?? null, items };
  });
  return { blocks, emptySilences };
}

/** Who opens the line of each block; null for the narrator's and for what is no line. */
function speakersOf(raw: readonly RawPart[]): readonly (string | null)[] {
  let last: string | null = null;
  return raw.map((part, index) => {
    if ('durationMs' in part || part.section !== null) return null;
    const isBesideLine = isLinePause(raw[index - 1]) || isLinePause(raw[index + 1]);
    const own = part.first?.speaker ?? null;
    const isNarrators = own === null || own === 'narrator';
    const speaker = isNarrators && !isBesideLine ? null : (own ?? last);
    last = speaker ?? last;
    return speaker;
  });
}

function isLinePause(part: RawPart | undefined): boolean {
  return part !== undefined && 'durationMs' in part && part.reason === 'line';
}
