import { SpeechError } from '../../../../../protocol/errors.ts';
import type { SynthesizerDescription, WordTime } from '../../../../../protocol/synthesis.ts';
import type { SessionOptions } from '../../../inference/session.ts';
import { withEitherSignal } from '../../../cancellation/withEitherSignal.ts';
import { chooseLanguage } from '../../chooseLanguage.ts';
import type { Phonemizer } from '../../phonemizer.ts';
import type { SynthesizedUtterance, Synthesizer, UtteranceRequest } from '../../synthesizer.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import type { KokoroGraphFile } from './graphRecipe.ts';
import { speaksLanguage, refuseByKokoro } from './kokoroLanguages.ts';
import { openKokoroModel } from './kokoroModel.ts';
import { kokoroVoices } from './kokoroVoices.ts';
import { withGivenPhonemes } from './givenPhonemes.ts';
import { toPhrases } from './phrasing.ts';
import { retryWords } from './retryWords.ts';
import { kokoroSampleRateHz, speakPhrase, type SpeakingParts } from './speakPhrase.ts';
import { varyTake } from './takeVariation.ts';
import { readVocabulary } from './vocabulary.ts';
import { createVoiceStyles } from './voiceStyles.ts';

export interface KokoroOptions {
  /** Model id, for the description. */
  readonly model: string;
  readonly graphPaths: Readonly<Record<KokoroGraphFile, string>>;
  readonly vocabularyPath: string;
  /** Voice files by voice id. */
  readonly voicePaths: ReadonlyMap<string, string>;
  /** The first one that knows a language says it. */
  readonly phonemizers: readonly Phonemizer[];
  readonly session: SessionOptions;
}

/**
 * Longest run of the model, in phonemes. The model takes 510; memory grows with the length of the sound, and a
 * listener waits for the whole run.
 */
const phraseLimit = 300;

/** Loads Kokoro: three sessions and the phoneme table; voices are read when they are first spoken with. */
export async function createKokoroSynthesizer(options: KokoroOptions): Promise<Synthesizer> {
  const vocabulary = await readVocabulary(options.vocabularyPath);
  const model = await openKokoroModel(options.graphPaths, options.session);
  const parts = { model, vocabulary, styles: createVoiceStyles(options.voicePaths) };
  const queue = createTaskQueue();
  const ended = new AbortController();
  return {
    description: describe(options, model.provider),

    synthesize(request, signal) {
      return withEitherSignal([signal, ended.signal], (either) =>
        queue.run(
          () => speakUtterance(request, { ...parts, phonemizers: options.phonemizers }, either),
          either,
        ),
      );
    },

    async dispose() {
      ended.abort(
        new SpeechError('engineFailed', {
          message: 'The Kokoro synthesizer was closed.',
          hint: 'Open it again to speak on.',
        }),
      );
      await queue.idle();
      await model.dispose();
    },
  };
}

function describe(
  options: KokoroOptions,
  provider: SynthesizerDescription['provider'],
): SynthesizerDescription {
  return {
    engine: 'kokoro',
    model: options.model,
    provider,
    sampleRateHz: kokoroSampleRateHz,
    languages: [...new Set(options.phonemizers.flatMap(({ languages }) => languages))],
  };
}

interface UtteranceParts extends SpeakingParts {
  readonly phonemizers: readonly Phonemizer[];
}

async function speakUtterance(
  request: UtteranceRequest,
  parts: UtteranceParts,
  signal: AbortSignal,
): Promise<SynthesizedUtterance> {
  const [leading] = kokoroVoices([parts.styles.require(request.voice)[0]?.id ?? request.voice], 'installed');
  const language = chooseLanguage({
    text: request.text,
    voiceLanguage: leading?.language ?? 'en-US',
    ...(request.language !== undefined && { requested: request.language }),
  });
  const phonemizer = findPhonemizer(parts.phonemizers, language);
  const read = { request, tokens: await phonemizer.phonemize(request.text, language, signal) };
  const said =
    request.retries === undefined
      ? read
      : retryWords(read, (await phonemizer.readings?.(request.text, language, signal)) ?? []);
  const tokens = withGivenPhonemes(said.tokens, request, leading?.language ?? 'en-US');
  const spoken: SynthesizedUtterance[] = [];
  const varied = varyTake(said.request);
  for (const phrase of toPhrases(tokens, phraseLimit)) {
    spoken.push(await speakPhrase({ phrase, request: varied }, parts, signal));
  }
  return joinPhrases(spoken);
}

function findPhonemizer(phonemizers: readonly Phonemizer[], language: string): Phonemizer {
  const found = phonemizers.find(({ languages }) => speaksLanguage(languages, language));
  if (found === undefined) throw refuseByKokoro(language);
  return found;
}

function joinPhrases(phrases: readonly SynthesizedUtterance[]): SynthesizedUtterance {
  const [first] = phrases;
  if (phrases.length === 1 && first !== undefined) return first;
  const samples = new Float32Array(phrases.reduce((sum, phrase) => sum + phrase.samples.length, 0));
  const words: WordTime[] = [];
  let start = 0;
  for (const phrase of phrases) {
    const shiftMs = (start / kokoroSampleRateHz) * 1000;
    samples.set(phrase.samples, start);
    for (const word of phrase.words) {
      words.push({ ...word, startMs: word.startMs + shiftMs, endMs: word.endMs + shiftMs });
    }
    start += phrase.samples.length;
  }
  return { samples, words: mergeParts(words) };
}

/** A token cut over two phrases is one word again. */
function mergeParts(words: readonly WordTime[]): WordTime[] {
  const merged: WordTime[] = [];
  for (const word of words) {
    const last = merged.at(-1);
    if (last?.startOffset === word.startOffset) merged.splice(-1, 1, { ...last, endMs: word.endMs });
    else merged.push(word);
  }
  return merged;
}
