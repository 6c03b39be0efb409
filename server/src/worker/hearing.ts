import type { SoundListener, SynthesizedUtterance } from '../synthesis/synthesizer.ts';

/** What of an utterance was heard, whatever process says it: the same request gives the same sound. */
export interface Hearing {
  /** It is said, from its beginning; what was heard before is not told again. */
  begin(): HeardTry;
}

export interface HeardTry {
  readonly onSound: SoundListener;
  /** @returns it without what was heard */
  end(utterance: SynthesizedUtterance): SynthesizedUtterance;
}

export function createHearing(onSound: SoundListener): Hearing {
  let heardCount = 0;
  return {
    begin() {
      let leftOut = heardCount;
      const rest = (samples: Float32Array): Float32Array => {
        const fresh = samples.subarray(leftOut);
        leftOut -= samples.length - fresh.length;
        return fresh;
      };
      return {
        onSound(samples) {
          const fresh = rest(samples);
          if (fresh.length === 0) return;
          heardCount += fresh.length;
          onSound(fresh);
        },
        end: (utterance) => ({ ...utterance, samples: rest(utterance.samples) }),
      };
    },
  };
}
