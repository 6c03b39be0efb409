import type { SynthesisChunk } from '../../../../protocol/synthesis.ts';
import type { PlanPause } from '../../script/lowering/plan.ts';
import type { TextRange } from '../../text/textRange.ts';
import { silentEdgesMs } from '../silenceTrimmer.ts';
import type { SoundStep, SpeechStep } from './planSteps.ts';
import { toSourceRange } from './sourceRange.ts';
import type { PlanChunk } from './spokenPlan.ts';

/**
 * Puts what is heard behind each other. A pause is the whole silence between the last and the first audible sample
 * around it: what the ends of spoken sound have of silence is part of it.
 */
export interface PlanTimeline {
  /** Silence before what comes next. Pauses that were asked for add up, of others the longest counts. */
  pause(pause: PlanPause): void;
  /** The next chunk of a speech. */
  placeSpeech(step: SpeechStep, chunk: SynthesisChunk): PlanChunk;
  /** @param cutMs  of its silent end that was left out */
  endSpeech(cutMs?: number): void;
  placeSound(step: SoundStep, samples: Float32Array): PlanChunk;
  endSound(): void;
  /** The pause at the end, if there is one. */
  end(): PlanChunk | null;
  endMs(): number;
}

export function createPlanTimeline(sampleRateHz: number): PlanTimeline {
  const toMs = (sampleCount: number): number => (sampleCount / sampleRateHz) * 1000;
  const toSamples = (durationMs: number): number => Math.round((durationMs / 1000) * sampleRateHz);
  const state: TimelineState = {
    sampleCount: 0,
    itemIndex: 0,
    itemStartMs: null,
    silentEndMs: 0,
    pauses: noPauses,
  };

  /** Puts the pause before the first samples of an item. */
  function place(itemIndex: number, samples: Float32Array, silentStartMs: number): Placed {
    const startMs = toMs(state.sampleCount);
    const isFirst = state.itemStartMs === null;
    const pause = pauseOf(state.pauses);
    const missingMs = isFirst && pause !== null ? pause.durationMs - state.silentEndMs - silentStartMs : 0;
    const silence = toSamples(Math.max(0, missingMs));
    // A pause shorter than the silent edges around it takes from what comes next.
    const cut = toSamples(Math.min(Math.max(0, -missingMs), silentStartMs));
    const kept = samples.subarray(cut);
    const joined = new Float32Array(silence + kept.length);
    joined.set(kept, silence);
    state.itemStartMs ??= toMs(state.sampleCount + silence - cut);
    state.sampleCount += joined.length;
    state.itemIndex = itemIndex;
    state.pauses = noPauses;
    return { samples: joined, sampleRateHz, startMs, itemIndex };
  }

  function endItem(silentEndMs: number): void {
    // An item without sound leaves the silence before it as it was.
    if (state.itemStartMs !== null) state.silentEndMs = silentEndMs;
    state.itemStartMs = null;
  }

  return {
    pause(pause) {
      state.pauses = addPause(state.pauses, pause);
    },
    placeSpeech({ itemIndex, utterance }, chunk) {
      const placed = place(itemIndex, chunk.samples, silentEdgesMs.start);
      const itemStartMs = state.itemStartMs ?? 0;
      const words = chunk.words.map((word) => ({
        text: word.text,
        ...toSourceRange(utterance, word),
        startMs: Math.max(0, word.startMs + itemStartMs),
        endMs: Math.max(0, word.endMs + itemStartMs),
      }));
      return { ...placed, words, ...toSourceRange(utterance, chunk) };
    },
    endSpeech: (cutMs = 0) => {
      endItem(silentEdgesMs.end - cutMs);
    },
    placeSound({ itemIndex, sound }, samples) {
      return { ...place(itemIndex, samples, 0), words: [], ...rangeOf(sound.source) };
    },
    endSound: () => {
      endItem(0);
    },
    end() {
      const pause = pauseOf(state.pauses);
      const missing = toSamples(Math.max(0, (pause?.durationMs ?? 0) - state.silentEndMs));
      if (pause === null || missing === 0) return null;
      state.pauses = noPauses;
      return { ...place(state.itemIndex, new Float32Array(missing), 0), words: [], ...rangeOf(pause.source) };
    },
    endMs: () => toMs(state.sampleCount),
  };
}

interface TimelineState {
  sampleCount: number;
  /** What was placed last. */
  itemIndex: number;
  /** Where the item that is being placed began; null between items. */
  itemStartMs: number | null;
  /** Silence at the end of the last item. */
  silentEndMs: number;
  pauses: Pauses;
}

interface Pauses {
  readonly asked: PlanPause | null;
  readonly usual: PlanPause | null;
}

const noPauses: Pauses = { asked: null, usual: null };

function pauseOf({ asked, usual }: Pauses): PlanPause | null {
  return asked ?? usual;
}

function addPause({ asked, usual }: Pauses, pause: PlanPause): Pauses {
  if (pause.reason === 'asked') {
    return { asked: { ...pause, durationMs: pause.durationMs + (asked?.durationMs ?? 0) }, usual };
  }
  return { asked, usual: usual === null || usual.durationMs < pause.durationMs ? pause : usual };
}

type Placed = Pick<PlanChunk, 'samples' | 'sampleRateHz' | 'startMs' | 'itemIndex'>;

function rangeOf({ startOffset, endOffset }: TextRange): TextRange {
  return { startOffset, endOffset };
}
