import { narratorName } from '../../frontMatter/frontMatter.ts';
import type { Plan, PlanItem, PlanPause, PlanSection, PlanUtterance } from '../../lowering/plan.ts';
import { contains } from '../../../text/textRange.ts';
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
    const begun = { section, first: null, items: [], sounds: new Set<SpokenItem>(), followsUnparted: false };
    raw.push(begun);
    return begun;
  };
  for (const [index, item] of plan.items.entries()) {
    for (; plan.sections[nextSection]?.firstItemIndex === index; nextSection += 1) {
      block = begin(plan.sections[nextSection] ?? null);
    }
    if (item.kind === 'pause' && item.reason !== 'asked') {
      isSilenceBehind = true;
      const following = plan.items[index + 1];
      if (
        block !== null &&
        block.section !== null &&
        following !== undefined &&
        isInside(following, block.section)
      ) {
        // Marks of a heading come before the silence, its words behind it.
        raw.splice(raw.lastIndexOf(block), 0, item);
      } else {
        raw.push(item);
        block = null;
      }
      continue;
    }
    const isMissing = isHeard && !isSilenceBehind && isSaid(item);
    const relation = relate(block, item, { cast, goesOn: goesOn(plan.items, index, isHeard) });
    if (isMissing && block?.section !== null && block?.section !== undefined) {
      if (block.items.length === 0) emptySilences.add(block.section.level === 1 ? 'chapter' : 'scene');
      else if (relation === 'apart') emptySilences.add('heading');
    }
    if (block === null || relation === 'apart') {
      const opening = block === null || !isSaid(item) ? [] : takeOpening(block);
      block = begin(null);
      block.items.push(...opening);
    }
    if (isMissing && block.section === null && !block.items.some(isSaid)) {
      const before = raw[raw.lastIndexOf(block) - 1];
      block.followsUnparted = before !== undefined && !('durationMs' in before) && before.section === null;
    }
    block.items.push(relation === 'split' && item.kind === 'utterance' ? { ...item, splits: true } : item);
    if (item.kind === 'utterance') block.first ??= item;
    if (item.kind === 'sound' && !isHeard) block.sounds.add(item);
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
  /** Those before which nothing was heard since a silence that was asked for. */
  readonly sounds: Set<SpokenItem>;
  /** Begins although nothing parts it from the paragraph before. */
  followsUnparted: boolean;
}

type RawPart = OpenBlock | PlanPause;

/** A sound after a silence that was asked for, with nothing between it and the words that follow, is theirs. */
function takeOpening({ items, sounds }: OpenBlock): readonly SpokenItem[] {
  const tailStart = items.findLastIndex(({ kind }) => kind === 'utterance') + 1;
  const start = items.findIndex((item, index) => index >= tailStart && sounds.has(item));
  return start === -1 ? [] : items.splice(start);
}

type Relation = 'together' | 'apart' | 'split';

interface RelationContext {
  readonly cast: PlanCast;
  /** Whether what is said next goes on in the paragraph of what was said last. */
  readonly goesOn: boolean;
}

/** Whether an item goes on in a paragraph. */
function relate(block: OpenBlock | null, item: PlanItem, { cast, goesOn }: RelationContext): Relation {
  if (block === null || (block.section !== null && !isInside(item, block.section))) return 'apart';
  const { first } = block;
  if (item.kind !== 'utterance' || first === null) return 'together';
  const last = block.items.at(-1);
  const isBeside = last?.kind === 'utterance' && last.voice === item.voice && last.language === item.language;
  if (item.isContinuation !== true && !(goesOn && !isSaid(item))) {
    const isFirstSaid = !block.items.some((other) => other.kind === 'utterance' && isSaid(other));
    return isFirstSaid && !isBeside && isSaid(item) && isSameManner(first, item) ? 'together' : 'apart';
  }
  const usual = cast.usualOf(item.speaker);
  const isUsual = item.voice === usual.voice && item.language === usual.language;
  // Words in one voice are one utterance: something silent is between these two.
  return isBeside && isUsual ? 'split' : 'together';
}

/** Whether what is heard after an item is a part of the same paragraph as what was heard before. */
function goesOn(items: readonly PlanItem[], index: number, isHeard: boolean): boolean {
  const following = items.slice(index + 1, index + 1 + lookAhead);
  const next = following.find((item) => item.kind === 'pause' || isSaid(item));
  if (isHeard && next?.kind === 'sound') return true;
  const said = following.find((item) => item.kind === 'utterance' && isSaid(item));
  return said?.kind === 'utterance' && said.isContinuation === true;
}

/** More marks alone do not follow each other. */
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
  return contains(section.source, source);
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
  const firsts = raw.map((part) => ('durationMs' in part ? null : (part.first?.speaker ?? null)));
  const hasParagraphs = raw.some((part) => 'durationMs' in part && part.reason === 'paragraph');
  // A line without words, such as a sound, is somebody's: nobody hears whose.
  let last = firsts.find((speaker) => speaker !== null) ?? null;
  return raw.map((part, index) => {
    if ('durationMs' in part || part.section !== null) return null;
    const isBesideLine =
      isLinePause(raw[index - 1]) ||
      isLinePause(silenceBehind(raw, index)) ||
      (hasParagraphs && (part.followsUnparted || isUnparted(raw[index + 1])));
    const own = part.first?.speaker ?? null;
    const isNarrators = own === null || own === narratorName;
    const speaker = isNarrators && !isBesideLine ? null : (own ?? last);
    last = speaker ?? last;
    return speaker;
  });
}

/** Where paragraphs are parted, only lines of dialogue can follow without a silence. */
function isUnparted(part: RawPart | undefined): boolean {
  return part !== undefined && !('durationMs' in part) && part.followsUnparted;
}

/** What comes after a paragraph and the marks behind it, before which the silence is not. */
function silenceBehind(raw: readonly RawPart[], index: number): RawPart | undefined {
  return raw
    .slice(index + 1, index + 1 + lookAhead)
    .find((part) => 'durationMs' in part || part.items.some(isSaid));
}

function isLinePause(part: RawPart | undefined): boolean {
  return part !== undefined && 'durationMs' in part && part.reason === 'line';
}
