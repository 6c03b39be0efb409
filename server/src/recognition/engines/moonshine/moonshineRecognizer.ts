import { SpeechError } from '../../../../../protocol/errors.ts';
import { createSession, type SessionOptions } from '../../../inference/session.ts';
import { assertUtteranceLength } from '../../assertUtteranceLength.ts';
import {
  recognitionSampleRateHz,
  unknownUtterance,
  type RecognizedUtterance,
  type Recognizer,
} from '../../recognizer.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import { createGreedyDecoder, type MoonshineSessions } from './greedyDecoder.ts';
import { createTokenText } from './tokenText.ts';
import { withoutLead } from './withoutLead.ts';
import { moonshineTiny, type MoonshineShape } from './moonshineShape.ts';

export interface MoonshineOptions extends Omit<SessionOptions, 'deviceOutputs'> {
  /** `encoder_model.onnx` and `decoder_model_merged.onnx` as published, or the decoder made from the latter. */
  readonly paths: { readonly encoder: string; readonly decoder: string };
}

/**
 * Loads Moonshine, a small English recognizer that writes punctuation and capitals itself.
 *
 * @throws SpeechError as `createSession`
 */
export async function createMoonshineRecognizer(options: MoonshineOptions): Promise<Recognizer> {
  const shape = moonshineTiny;
  const sessions = await openSessions(options, shape);
  const toText = await createTokenText();
  const decode = createGreedyDecoder(sessions, shape);
  const queue = createTaskQueue();

  const recognize = async (samples: Float32Array, signal: AbortSignal): Promise<RecognizedUtterance> => {
    const decoded = await decode(withSilenceAround(samples), signal);
    const isMissed = decoded.tokens.length === 0 && samples.length < sentenceSamples;
    const heard = isMissed ? await decode(withSilenceAround(withoutLead(samples)), signal) : decoded;
    const { tokens, confidence } = heard;
    const text = toText(tokens);
    return { ...unknownUtterance, text, language: 'en', confidence: text === '' ? null : confidence };
  };

  return {
    description: {
      engine: 'moonshine',
      model: shape.model,
      provider: sessions.decoder.provider,
      languages: ['en'],
      maxUtteranceMs,
    },
    async recognize(samples, { language }, signal) {
      assertEnglish(language);
      assertUtteranceLength(samples, { engine: 'Moonshine', maxUtteranceMs });
      return queue.run(() => recognize(samples, signal), signal);
    },
    async dispose() {
      await Promise.all([sessions.encoder.dispose(), sessions.decoder.dispose()]);
    },
  };
}

/** Twice what the segmenter gives; the model was trained on less and attention grows with the square. */
const maxUtteranceMs = 30_000;

async function openSessions(options: MoonshineOptions, shape: MoonshineShape): Promise<MoonshineSessions> {
  const { paths, ...sessionOptions } = options;
  const encoder = await createSession(paths.encoder, {
    ...sessionOptions,
    deviceOutputs: [shape.encoderOutput],
  });
  try {
    const decoder = await createSession(paths.decoder, {
      ...sessionOptions,
      deviceOutputs: shape.cache.map(({ output }) => output),
    });
    return { encoder, decoder };
  } catch (error) {
    await encoder.dispose();
    throw error;
  }
}

/**
 * Silence around what is heard, in seconds. Where the sound stops with its last word, the model does not hear the end
 * and goes on inventing; where it starts with its first word, as read-aloud files do, it may end with words nobody
 * said. Of 180 sentences (20 recorded, 160 spoken by four voices) it got 1.6 % of the words wrong with 200 ms before
 * and 300 ms after, 0.9 % with these. A word or two drowns in so much silence: of 30 short calls ("Thank you.") it
 * missed eleven so, and three with a little silence behind them only. So it does in the 400 ms that segments begin with:
 * of 180 such calls, spoken by six voices, it heard nothing in 77, and in 6 where they were then heard again with 100 ms
 * before them; 90 and 150 were right, 13 and 24 were other words.
 */
const longSilence = { before: 0.4, after: 0.6 };
const shortSilence = { before: 0, after: 0.3 };

/** Shorter is a word or two. */
const sentenceSamples = 2 * recognitionSampleRateHz;

/** Shorter input gives nothing, or words that were not said. */
const minSamples = recognitionSampleRateHz;

function withSilenceAround(samples: Float32Array): Float32Array {
  const { before, after } = samples.length < sentenceSamples ? shortSilence : longSilence;
  const start = before * recognitionSampleRateHz;
  const padded = new Float32Array(
    Math.max(start + samples.length + after * recognitionSampleRateHz, minSamples),
  );
  padded.set(samples, start);
  return padded;
}

function assertEnglish(language: string | undefined): void {
  if (language !== undefined && !/^en(-|$)/i.test(language)) {
    throw new SpeechError('languageUnsupported', {
      message: `Moonshine hears English only, not "${language}".`,
      hint: 'Choose a model of that language with --engine; `aloud models list` shows what each model hears.',
    });
  }
}
