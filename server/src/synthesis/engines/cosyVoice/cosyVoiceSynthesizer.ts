import { SpeechError } from '../../../../../protocol/errors.ts';
import type { ResolvedProsody } from '../../../../../protocol/prosody.ts';
import { changePitch, medianPitchHz } from '../../../audio/harmonicSource.ts';
import { joinSamples } from '../../../audio/joinSamples.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import { withEitherSignal } from '../../../cancellation/withEitherSignal.ts';
import { chooseLanguage, primaryLanguage } from '../../chooseLanguage.ts';
import type {
  SoundListener,
  SynthesizedUtterance,
  Synthesizer,
  UtteranceRequest,
} from '../../synthesizer.ts';
import { chooseMode } from './chooseMode.ts';
import { cosyVoiceLanguages, refuseByCosyVoice } from './cosyVoiceLanguages.ts';
import type { CosyVoiceModel } from './cosyVoiceModel.ts';
import { createPrefill, layOutPrompt } from './promptLayout.ts';
import { speakSegment, type CosyVoiceParts } from './speakSegment.ts';
import { mostTakes, seedOfTake } from './speechTokens/generateSpeechTokens.ts';
import { cleanText } from './text/cleanText.ts';
import { markText } from './text/markText.ts';
import { createPhoneTags, type PhoneTags } from './text/phoneTags.ts';
import { segmentText } from './text/segmentText.ts';
import type { TextTokenizer } from './text/textTokenizer.ts';
import type { VoiceProfile } from '../../../voices/voiceProfile.ts';
import { watchParts } from './watchParts.ts';

export interface CosyVoiceOptions {
  /** Model id, for the description. */
  readonly model: string;
  readonly parts: CosyVoiceModel;
  readonly encode: TextTokenizer;
  /** By the voice's id, as it is now. @throws SpeechError unknownVoice, and what reading it throws */
  readonly openVoice: (voice: string, signal: AbortSignal) => Promise<VoiceProfile>;
}

const sampleRateHz = 24_000;

/** Speaks with CosyVoice 3; when words are heard it does not know. The model is closed with it. */
export function createCosyVoiceSynthesizer(options: CosyVoiceOptions): Synthesizer {
  const queue = createTaskQueue();
  const ended = new AbortController();
  const tags = createPhoneTags();
  return {
    description: {
      engine: 'cosyvoice',
      model: options.model,
      provider: options.parts.provider,
      sampleRateHz,
      languages: [...cosyVoiceLanguages],
    },

    synthesize(request, signal, onSound) {
      return withEitherSignal([signal, ended.signal], (either) =>
        queue.run(
          () => speakUtterance(request, { ...options, tags, ...(onSound && { onSound }) }, either),
          either,
        ),
      );
    },

    async dispose() {
      ended.abort(
        new SpeechError('engineFailed', {
          message: 'The CosyVoice synthesizer was closed.',
          hint: 'Open it again to speak on.',
        }),
      );
      await queue.idle();
      await options.parts.dispose();
    },
  };
}

interface SpeakingOptions extends CosyVoiceOptions {
  readonly tags: PhoneTags;
  readonly onSound?: SoundListener;
}

async function speakUtterance(
  request: UtteranceRequest,
  options: SpeakingOptions,
  signal: AbortSignal,
): Promise<SynthesizedUtterance> {
  const { encode, openVoice, tags, onSound } = options;
  const voice = await openVoice(request.voice, signal);
  const { parts, timesMs } = watchParts(options.parts);
  const language = chooseLanguage({
    text: request.text,
    voiceLanguage: voice.clips[0]?.language ?? 'zh',
    ...(request.language !== undefined && { requested: request.language }),
  });
  const refusal = refuseByCosyVoice(language);
  if (refusal !== null) throw refusal;
  const marked = cleanText(markText(request, phonesOf(language), tags));
  const laughing = request.style?.delivery === 'laughing' ? `<laughter>${marked}</laughter>` : marked;
  const hasTags = /\[[^\]]+\]|<\/?(?:strong|laughter)>/u.test(laughing);
  const chosen = chooseMode(voice, { style: request.style, language, hasTags });
  if (chosen === null) throw new Error('A voice has no clip.');
  const { clip, mode } = chosen;
  const countTokens = (text: string): number => encode(text).length;
  // Of less than half the clip's text the model makes worse speech.
  const leastLength = Math.max(20, Math.ceil(countTokens(clip.transcript) / 2));
  const { rateFactor, rangeFactor, energyDb } = request.prosody;
  const loudness = 10 ** (energyDb / 20);
  const sounds: Float32Array[] = [];
  for (const segment of segmentText(laughing, { countTokens, leastLength })) {
    const prefill = createPrefill(layOutPrompt(segment, mode, 3), encode, [...clip.tokens]);
    const spoken = speakSegment(
      withPitch(parts, request.prosody),
      {
        prefill,
        voice: { tokens: [...clip.tokens], mel: clip.mel, embedding: clip.embedding },
        seed: seedOfTake(seedOf(prefill.textIds), (request.takeIndex ?? 0) * mostTakes),
        speed: rateFactor,
        // The range is meant around the middle of all of it.
        isStreamed: onSound !== undefined && rangeFactor === 1,
      },
      signal,
    );
    for await (const sound of spoken) {
      const samples = loudness === 1 ? sound : sound.map((sample) => loudness * sample);
      if (onSound === undefined) sounds.push(samples);
      else onSound(samples);
    }
  }
  return {
    samples: joinSamples(sounds),
    words: [],
    // Kilobytes, on every system.
    cost: { partsMs: timesMs(), peakMemoryBytes: 1024 * process.resourceUsage().maxRSS },
  };
}

/** The model's own voice where nothing is to change. */
function withPitch(parts: CosyVoiceParts, { pitchFactor, rangeFactor }: ResolvedProsody): CosyVoiceParts {
  if (pitchFactor === 1 && rangeFactor === 1) return parts;
  const semitones = 12 * Math.log2(pitchFactor);
  const change = (pitchHz: Float32Array): Float32Array => {
    const centerHz = medianPitchHz(pitchHz);
    return centerHz === undefined
      ? pitchHz
      : changePitch(pitchHz, { semitones, range: rangeFactor, centerHz });
  };
  return { ...parts, startVocoder: () => parts.startVocoder({ changePitch: change }) };
}

function phonesOf(language: string): keyof PhoneTags | null {
  const primary = primaryLanguage(language);
  return primary === 'en' ? 'english' : primary === 'zh' ? 'chinese' : null;
}

/** FNV-1a: the same text has the same sound. */
function seedOf(ids: readonly number[]): number {
  return ids.reduce((hash, id) => Math.imul(hash ^ id, 0x0100_0193), 0x811c_9dc5) >>> 0;
}
