import type {
  SynthesizedUtterance,
  Synthesizer,
  UtteranceRequest,
} from '../../server/src/synthesis/synthesizer.ts';

export interface FakeSynthesizer extends Synthesizer {
  /** What it was asked to say so far. */
  readonly requests: readonly UtteranceRequest[];
}

export interface FakeOptions {
  /** Peak of the sound. */
  readonly amplitude?: number;
  /** Where it is wanted early, its sound comes in pieces of this length. */
  readonly pieceMs?: number;
  /** Called before each utterance is said. */
  readonly beforeSpeaking?: (request: UtteranceRequest, signal: AbortSignal) => Promise<void> | void;
}

const rateHz = 24_000;
/** Silence before and after the words of an utterance. */
export const fakeSilenceMs = 250;
/** Each word is a tone of this length. */
export const fakeWordMs = 100;

/** Says each word of Latin letters as a tone; symbols are nothing to say. */
export function createFakeSynthesizer(options: FakeOptions = {}): FakeSynthesizer {
  const requests: UtteranceRequest[] = [];
  return {
    description: { engine: 'fake', model: 'fake', provider: 'cpu', sampleRateHz: rateHz, languages: ['en'] },
    requests,
    async synthesize(request, signal, onSound) {
      requests.push(request);
      await options.beforeSpeaking?.(request, signal);
      signal.throwIfAborted();
      const { samples, words } = sayTones(request.text, options.amplitude ?? 0.5);
      const pieceSamples = ((options.pieceMs ?? Infinity) * rateHz) / 1000;
      let told = 0;
      for (; onSound !== undefined && samples.length - told > pieceSamples; told += pieceSamples) {
        onSound(samples.slice(told, told + pieceSamples));
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
      }
      return { samples: samples.subarray(told), words };
    },
    dispose: () => Promise.resolve(),
  };
}

function sayTones(text: string, amplitude: number): SynthesizedUtterance {
  const words = [...text.matchAll(/[a-z]+/gi)].map((match, index) => ({
    text: match[0],
    startOffset: match.index,
    endOffset: match.index + match[0].length,
    startMs: fakeSilenceMs + index * fakeWordMs,
    endMs: fakeSilenceMs + (index + 1) * fakeWordMs,
  }));
  if (words.length === 0) return { samples: new Float32Array(0), words };
  const silence = (fakeSilenceMs * rateHz) / 1000;
  const sound = (words.length * fakeWordMs * rateHz) / 1000;
  const samples = new Float32Array(2 * silence + sound);
  for (let index = 0; index < sound; index += 1) {
    samples[silence + index] = amplitude * Math.sin((2 * Math.PI * 200 * index) / rateHz);
  }
  return { samples, words };
}
