import { fadeIn, fadeOut } from '../../audio/fade.ts';
import { createSpeechLimiter } from '../speechLimiter.ts';
import type { SoundStep } from './planSteps.ts';

/**
 * The sound of a file, mono, at a rate, as loud as the plan says and faded at both ends; no sample leaves [-1, 1].
 * Of the file no more than the fade is held.
 */
export async function* readSound(
  { sound, file }: SoundStep,
  sampleRateHz: number,
  signal: AbortSignal,
): AsyncGenerator<Float32Array, void, undefined> {
  const fadeSamples = Math.round((sound.fadeMs / 1000) * sampleRateHz);
  const factor = 10 ** (sound.gainDb / 20);
  const limiter = createSpeechLimiter(sampleRateHz);
  const held = createHeldSound(fadeSamples);
  for await (const samples of file.readMono(sampleRateHz, signal)) {
    const louder = samples.map((sample) => sample * factor);
    const ready = held.push(limiter.push(louder));
    if (ready.length > 0) yield ready;
  }
  const rest = held.end(limiter.flush());
  if (rest.length > 0) yield rest;
}

interface HeldSound {
  /** @returns what is before the last `fadeSamples` */
  push(samples: Float32Array): Float32Array;
  end(samples: Float32Array): Float32Array;
}

/** Holds as much back as will be faded at the end; before the first fade is whole nothing leaves. */
function createHeldSound(fadeSamples: number): HeldSound {
  let held = new Float32Array(0);
  let isStarted = false;
  const add = (samples: Float32Array): Float32Array<ArrayBuffer> => {
    const joined = new Float32Array(held.length + samples.length);
    joined.set(held);
    joined.set(samples, held.length);
    return joined;
  };
  return {
    push(samples) {
      const all = add(samples);
      const readyCount = Math.max(0, all.length - fadeSamples);
      if (!isStarted && readyCount < fadeSamples) {
        held = all;
        return new Float32Array(0);
      }
      if (!isStarted) fadeIn(all, fadeSamples);
      isStarted = true;
      held = all.slice(readyCount);
      return all.subarray(0, readyCount);
    },
    end(samples) {
      const all = add(samples);
      if (!isStarted) fadeIn(all, Math.min(fadeSamples, all.length / 2));
      fadeOut(all, Math.min(fadeSamples, isStarted ? all.length : all.length / 2));
      return all;
    },
  };
}
