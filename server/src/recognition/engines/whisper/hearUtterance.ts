import { evenLoudness } from '../../../audio/evenLoudness.ts';
import type { LogMelSpectrogram } from '../../../audio/logMelSpectrogram.ts';
import { recognitionSampleRateHz } from '../../recognizer.ts';
import { decodeText, type DecodedText } from './decodeText.ts';
import {
  bestAttempt,
  fullestAttempt,
  isDoubtful,
  isSilence,
  isSparse,
  temperatures,
  type Attempt,
} from './fallback.ts';
import type { LanguageWish } from './languages.ts';
import { createRandom } from './sampling.ts';
import { windowFrameCount } from './soundWindow.ts';
import { spokenTokens } from './spokenTokens.ts';
import { createTimestampRules, createWordRules } from './tokenRules.ts';
import type { TokenText } from './tokenText.ts';
import type { WhisperConfig } from './whisperConfig.ts';
import type { EncodedSound, WhisperModel } from './whisperModel.ts';

export interface HearingParts {
  readonly config: WhisperConfig;
  readonly model: WhisperModel;
  readonly logMel: LogMelSpectrogram;
  readonly toText: TokenText;
}

export type HeardText = Attempt & Pick<DecodedText, 'language'>;

/**
 * Hears an utterance of at most 30 s, again where the first text cannot be believed. First it is given as much silence as
 * it needs and asked for words only, which is fastest and gives the best words. Where it has pauses and the text is short
 * for it, it is asked with timestamps too, which hold the text to the sound, and the fuller text counts: the model leaves
 * out whole sentences, soft ones beside loud ones above all, which are raised for it. A text that is doubted is heard in
 * all of 30 s, with timestamps and more and more chance. The same sound gives the same text.
 *
 * @returns null where nobody speaks
 * @throws SpeechError as `Session.run`, languageUnsupported
 */
export function createHearing(
  parts: HearingParts,
): (samples: Float32Array, wish: LanguageWish, signal: AbortSignal) => Promise<HeardText | null> {
  const { config, model, logMel } = parts;
  const maxFrameCount = 2 * config.maxPositions;
  const encode = (samples: Float32Array, frameCount: number): Promise<EncodedSound> =>
    model.encode(logMel.compute(samples, frameCount));
  const hearWindow = async (
    { samples, wish }: Wanted,
    window: HearingWindow,
    signal: AbortSignal,
  ): Promise<HeardText[]> => {
    signal.throwIfAborted();
    const heard: HeardText[] = [];
    const sound = await encode(samples, window.frameCount);
    try {
      for (const { temperature, hasTimestamps } of window.tries) {
        const attempt = await hearOnce(parts, { sound, samples, wish, temperature, hasTimestamps }, signal);
        heard.push(attempt);
        if (window.isEnough(attempt)) break;
      }
    } finally {
      sound.dispose();
    }
    return heard;
  };
  return async (uneven, wish, signal) => {
    const even = evenLoudness(uneven, recognitionSampleRateHz);
    const wanted = { samples: even.samples, wish };
    const first = await hearWindow(
      wanted,
      {
        frameCount: windowFrameCount(even.samples.length, maxFrameCount),
        tries: firstTries,
        isEnough: (attempt) => isDoubtful(attempt) || !isSparse(attempt.text, even),
      },
      signal,
    );
    const fullest = fullestAttempt(first);
    if (!isDoubtful(fullest)) return isSilence(fullest) ? null : fullest;
    const again = { frameCount: maxFrameCount, tries: retries, isEnough: (one: Attempt) => !isDoubtful(one) };
    const attempts = [...first, ...(await hearWindow(wanted, again, signal))];
    const best = bestAttempt(attempts);
    return isSilence(best) ? null : best;
  };
}

interface HearingWindow {
  readonly frameCount: number;
  readonly tries: readonly Try[];
  /** Whether no further try is needed. */
  readonly isEnough: (attempt: Attempt) => boolean;
}

interface Wanted {
  readonly samples: Float32Array;
  readonly wish: LanguageWish;
}

interface Try {
  readonly temperature: number;
  readonly hasTimestamps: boolean;
}

const firstTries: readonly Try[] = [false, true].map((hasTimestamps) => ({ temperature: 0, hasTimestamps }));
const retries: readonly Try[] = temperatures.map((temperature) => ({ temperature, hasTimestamps: true }));

async function hearOnce(
  { config, toText }: HearingParts,
  wanted: Wanted & Try & { readonly sound: EncodedSound },
  signal: AbortSignal,
): Promise<HeardText> {
  const { samples, hasTimestamps, temperature } = wanted;
  const { tokens } = config;
  const seconds = samples.length / recognitionSampleRateHz;
  const decoded = await decodeText(
    {
      ...wanted,
      tokens,
      rules: hasTimestamps ? createTimestampRules(tokens) : createWordRules(tokens),
      random: createRandom(Math.round(temperature * 10)),
      maxTokenCount: Math.min(config.maxTokens / 2, Math.ceil(seconds * tokensPerSecond) + leastTokens),
    },
    signal,
  );
  const text = toText(spokenTokens(decoded.tokens, seconds * 1000, tokens.firstTimestamp));
  return { ...decoded, text };
}

/** Languages that are written in bytes have up to 25. */
const tokensPerSecond = 30;
const leastTokens = 32;
