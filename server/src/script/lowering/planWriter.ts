import type { TextRange } from '../../text/textRange.ts';
import type { Plan, PlanItem, PlanPause, PlanSection, PlanSound, PlanUtterance } from './plan.ts';
import { splitHead } from './splitHead.ts';
import {
  createUtteranceDraft,
  type DraftedText,
  type PointContent,
  type SpanContent,
  type UtteranceDraft,
} from './utteranceDraft.ts';

/** How an utterance is spoken as a whole. */
export type UtteranceVoice = Pick<
  PlanUtterance,
  'speaker' | 'voice' | 'voiceSource' | 'language' | 'style' | 'prosody' | 'asked'
>;

/** Silence that is due unless the author asks for another. */
export interface DuePause {
  readonly reason: Exclude<PlanPause['reason'], 'asked'>;
  readonly durationMs: number;
}

/** Puts the items of a plan in order, from what is said as it is read: who speaks, text, spans, points, silences. */
export interface PlanWriter extends Omit<UtteranceDraft, 'take'> {
  /** Who speaks from here on; another voice begins another utterance. */
  setVoice(voice: UtteranceVoice): void;
  /** Silence the author asked for: the whole silence between what is left and right of it. */
  pause(durationMs: number, source: TextRange): void;
  sound(sound: Omit<PlanSound, 'kind'>): void;
  /** Ends the utterance; the silence is heard before whatever is heard next. The weightier one counts. */
  end(pause: DuePause): void;
  /** A section begins with what is heard next. */
  section(section: Omit<PlanSection, 'firstItemIndex'>): void;
  finish(): Pick<Plan, 'items' | 'sections'>;
}

export interface PlanWriterOptions {
  readonly voice: UtteranceVoice;
  /** Changes each text once it is complete. */
  readonly lexicon?: (text: DraftedText) => DraftedText;
  /** Nothing outside is written. */
  readonly range?: TextRange;
}

export function createPlanWriter({ voice, lexicon = (text) => text, range }: PlanWriterOptions): PlanWriter {
  const draft = createUtteranceDraft();
  const list = createItemList();
  const inRange = (source: TextRange): boolean => range === undefined || overlaps(source, range);
  let current = voice;

  const endUtterance = (): void => {
    const drafted = draft.take();
    if (drafted !== null) list.utterance(lexicon(drafted), current);
  };

  return {
    write(text, sourceStart) {
      if (range === undefined || sourceStart === null) {
        draft.write(text, sourceStart);
        return;
      }
      const from = Math.max(0, range.startOffset - sourceStart);
      const to = Math.min(text.length, range.endOffset - sourceStart);
      if (from < to) draft.write(text.slice(from, to), sourceStart + from);
    },
    breakWord() {
      draft.breakWord();
    },
    replace(text, source) {
      if (inRange(source)) draft.replace(text, source);
    },
    open(span: SpanContent) {
      draft.open(span);
    },
    close() {
      draft.close();
    },
    point(point: PointContent) {
      if (inRange(point.source)) draft.point(point);
    },
    setVoice(next) {
      if (next === current) return;
      endUtterance();
      current = next;
    },
    pause(durationMs, source) {
      if (!inRange(source)) return;
      endUtterance();
      list.askedPause({ kind: 'pause', durationMs, reason: 'asked', source });
    },
    sound(sound) {
      if (!inRange(sound.source)) return;
      endUtterance();
      list.sound({ kind: 'sound', ...sound });
    },
    end(pause) {
      endUtterance();
      list.due(pause);
    },
    section(section) {
      endUtterance();
      list.section(section);
    },
    finish() {
      endUtterance();
      return list.finish();
    },
  };
}

interface ItemList {
  utterance(drafted: DraftedText, voice: UtteranceVoice): void;
  askedPause(pause: PlanPause): void;
  sound(sound: PlanSound): void;
  due(pause: DuePause): void;
  section(section: Omit<PlanSection, 'firstItemIndex'>): void;
  finish(): Pick<Plan, 'items' | 'sections'>;
}

const weights: Readonly<Record<DuePause['reason'], number>> = {
  line: 1,
  listItem: 1,
  paragraph: 2,
  heading: 3,
  scene: 4,
  chapter: 5,
};

function createItemList(): ItemList {
  const items: PlanItem[] = [];
  const sections: PlanSection[] = [];
  let waitingSections: Omit<PlanSection, 'firstItemIndex'>[] = [];
  let due: DuePause | null = null;
  /** Where what was last heard ends; null: nothing was, or a silence was asked for since. */
  let heardEnd: number | null = null;
  let isInBlock = false;

  const beginSections = (): void => {
    for (const section of waitingSections) sections.push({ ...section, firstItemIndex: items.length });
    waitingSections = [];
  };
  const pushHeard = (item: PlanUtterance | PlanSound): void => {
    if (heardEnd !== null && due !== null && due.durationMs > 0) {
      items.push({ kind: 'pause', ...due, source: gap(heardEnd, item.source.startOffset) });
    }
    due = null;
    heardEnd = item.source.endOffset;
    beginSections();
    items.push(item);
  };

  const utterance = (drafted: DraftedText, voice: UtteranceVoice): void => {
    const previous = items.at(-1);
    const canTakeTail = isInBlock && previous?.kind === 'utterance' && previous.text !== '';
    const tailLength = canTakeTail ? (tail.exec(drafted.text)?.[0].length ?? 0) : 0;
    if (canTakeTail && tailLength > 0) {
      const { head, rest } = splitHead(drafted, tailLength);
      items[items.length - 1] = withTail(previous, head);
      heardEnd = head.source.endOffset;
      utterance(rest, voice);
    } else if (isHeard(drafted)) {
      const continuation = isInBlock ? ({ isContinuation: true } as const) : {};
      pushHeard({ kind: 'utterance', ...voice, ...continuation, ...drafted });
      isInBlock = true;
    } else if (drafted.points.length > 0) {
      beginSections();
      items.push({ kind: 'utterance', ...voice, ...withoutText(drafted) });
    }
  };

  return {
    utterance,
    askedPause(pause) {
      beginSections();
      items.push(pause);
      due = null;
      heardEnd = null;
    },
    sound: pushHeard,
    due(pause) {
      isInBlock = false;
      const isInnerScene = due?.reason === 'heading' && pause.reason === 'scene';
      if (due === null || (weights[pause.reason] > weights[due.reason] && !isInnerScene)) due = pause;
    },
    section(section) {
      isInBlock = false;
      waitingSections.push(section);
    },
    finish() {
      beginSections();
      return { items, sections };
    },
  };
}

/** Whether there is anything to be heard: not marks alone, nor punctuation. */
function isHeard({ text, points }: DraftedText): boolean {
  return /[\p{L}\p{N}\p{S}]/u.test(text) || points.some(({ kind }) => kind === 'event');
}

/** Punctuation between marks is not said. */
function withoutText(drafted: DraftedText): DraftedText {
  const points = drafted.points.map((point) => ({ ...point, offset: 0 }));
  return { ...drafted, text: '', spans: [], points, sourceMap: [] };
}

/** Punctuation that ends what was said before it. */
const tail = /^[,.;:!?…)\]}”’»、。，！？；：]+(?=\s|$)/u;

/** Punctuation that got apart from its sentence, such as the period after a word in another voice. */
function withTail(utterance: PlanUtterance, tail: DraftedText): PlanUtterance {
  const shift = utterance.text.length;
  return {
    ...utterance,
    text: utterance.text + tail.text,
    source: { startOffset: utterance.source.startOffset, endOffset: tail.source.endOffset },
    sourceMap: [
      ...utterance.sourceMap,
      ...tail.sourceMap.map((mapping) => ({ ...mapping, textStart: mapping.textStart + shift })),
    ],
  };
}

function gap(startOffset: number, endOffset: number): TextRange {
  return { startOffset: Math.min(startOffset, endOffset), endOffset };
}

function overlaps(left: TextRange, right: TextRange): boolean {
  return left.startOffset < right.endOffset && right.startOffset < left.endOffset;
}
