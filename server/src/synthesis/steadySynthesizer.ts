import { joinSamples } from '../audio/joinSamples.ts';
import { estimateTextMs } from '../script/lowering/estimateDurationMs.ts';
import type { SoundListener, Synthesizer, UtteranceRequest } from './synthesizer.ts';

/**
 * A synthesizer for a speaker, which cannot wait in the middle of a word: of an engine that tells sound while it
 * computes, the first pieces are held back until the rest will be there in time. Of one that is much faster than speech
 * that is the first piece; of one that takes three times as long as the sound, three quarters of it.
 *
 * @param nowMs  a clock
 */
export function createSteadySynthesizer(synthesizer: Synthesizer, nowMs: () => number): Synthesizer {
  /** Of what was said last. */
  let known: number | null = null;
  return {
    ...synthesizer,
    async synthesize(request, signal, onSound) {
      if (onSound === undefined) return synthesizer.synthesize(request, signal);
      const { sampleRateHz } = synthesizer.description;
      const gate = createGate(onSound, { sampleRateHz, expectedMs: expectedMs(request), nowMs, known });
      const { samples, ...utterance } = await synthesizer.synthesize(request, signal, gate.add);
      known = gate.pace();
      return { ...utterance, samples: joinSamples([...gate.takeHeld(), samples]) };
    },
  };
}

interface Gate {
  readonly add: SoundListener;
  takeHeld(): readonly Float32Array[];
  /** Time of computing by time of sound; null: not known. */
  pace(): number | null;
}

interface GateOptions {
  readonly sampleRateHz: number;
  readonly expectedMs: number;
  readonly nowMs: () => number;
  readonly known: number | null;
}

function createGate(onSound: SoundListener, { sampleRateHz, expectedMs, nowMs, known }: GateOptions): Gate {
  const startMs = nowMs();
  let first: { readonly atMs: number; readonly soundMs: number } | null = null;
  let pace = known;
  let soundMs = 0;
  let held: Float32Array[] | null = [];

  function measure(addedMs: number): void {
    const atMs = nowMs();
    soundMs += addedMs;
    // The time before the first piece is also that of waiting and of reading the text.
    if (first !== null) pace = (atMs - first.atMs) / (soundMs - first.soundMs);
    else pace ??= (atMs - startMs) / soundMs;
    first ??= { atMs, soundMs };
  }

  function takeHeld(): readonly Float32Array[] {
    const taken = held ?? [];
    held = [];
    return taken;
  }

  return {
    add(samples) {
      measure((samples.length * 1000) / sampleRateHz);
      if (held === null) {
        onSound(samples);
        return;
      }
      held.push(samples);
      const restMs = Math.max(0, expectedMs - soundMs);
      const nextMs = Math.min(restMs, longestNext * soundMs);
      // What is faster than speech has only the next piece to catch up with.
      const neededMs = (pace ?? 0) * ((pace ?? 0) < 1 ? nextMs : restMs);
      if (neededMs > soundMs) return;
      for (const piece of takeHeld()) onSound(piece);
      held = null;
    },
    takeHeld,
    pace: () => pace,
  };
}

/** How much longer than all before it the next piece of a stream may be; CosyVoice's second one is. */
const longestNext = 2.5;
/** Some read slower than others. */
const slowReading = 1.2;

function expectedMs({ text, language, prosody }: UtteranceRequest): number {
  return (slowReading * estimateTextMs(text, language ?? null)) / prosody.rateFactor;
}
