import { SpeechError } from '../../../../../protocol/errors.ts';
import { joinSamples } from '../../../audio/joinSamples.ts';
import { speechTokenIds } from './cosyVoiceVersion.ts';
import { inWholeChunks, type Flow, type FlowVoice } from './flow.ts';
import type { LanguageModelRun, TokenRows } from './languageModel.ts';
import { bandCount, framesPerToken } from './graph/conditionGraph.ts';
import { pickFrames } from './melFrames.ts';
import { createSpeedChange } from './speedChange.ts';
import type { PrefillTokens } from './promptLayout.ts';
import {
  generateSpeechTokens,
  mostTakes,
  seedOfTake,
  type SpeechTake,
} from './speechTokens/generateSpeechTokens.ts';
import type { Collapse } from './speechTokens/collapse.ts';
import { createSilenceFilter } from './speechTokens/silentTokens.ts';
import { streamSchedule } from './streamSchedule.ts';
import type { VocoderOptions, VocoderStream } from './vocoder.ts';

/** The parts of CosyVoice 3, loaded. */
export interface CosyVoiceParts {
  readonly rows: TokenRows;
  readonly flow: Flow;
  readonly startLanguageModel: () => LanguageModelRun;
  readonly startVocoder: (options?: Pick<VocoderOptions, 'changePitch'>) => VocoderStream;
}

export interface SegmentRequest {
  readonly prefill: PrefillTokens;
  /** What the flow goes on from; without tokens, the speaker vector alone. */
  readonly voice: FlowVoice;
  /** The same seed, the same sound. */
  readonly seed: number;
  /** 1 as the model speaks; 2 twice as fast. */
  readonly speed: number;
  /** Whether the sound is wanted piece by piece; it then costs more in all. */
  readonly isStreamed: boolean;
  /** Of a take that was given up. */
  readonly onCollapse?: (collapse: Collapse) => void;
}

/** Frames of a chunk of the flow, which it sees no further than: an utterance sounds alike whether it is streamed or not. */
const chunkFrames = 50;

/**
 * Speaks a text of some sentences: 24 kHz, within ±0.99, as it comes.
 *
 * A take that collapses is given up and drawn anew from another seed: from the start, or from where it was heard to.
 * Where all takes collapse after some was heard, the utterance ends with that.
 *
 * @throws SpeechError engineFailed (three takes collapsed, nothing was heard), inputTooLong, outOfMemory; the signal's
 *         reason
 */
export async function* speakSegment(
  parts: CosyVoiceParts,
  request: SegmentRequest,
  signal: AbortSignal,
): AsyncGenerator<Float32Array, void, undefined> {
  const speaker = startSpeaker(parts, request);
  /** Those that the sound so far was made of. */
  let heard: readonly number[] = [];
  for (let takeIndex = 0; takeIndex < mostTakes; takeIndex += 1) {
    signal.throwIfAborted();
    const take = await startTake(parts, request.prefill, heard);
    try {
      const seed = seedOfTake(request.seed, takeIndex);
      const { spokenTextCount } = request.prefill;
      const tokens = generateSpeechTokens(take, { ids, spokenTextCount, before: heard, seed }, signal);
      const spoken = [...heard];
      let drawn = await tokens.next();
      for (; drawn.done !== true; drawn = await tokens.next()) {
        spoken.push(drawn.value);
        const sound = await speaker.hear(drawn.value, signal);
        if (sound === undefined) continue;
        heard = [...spoken];
        yield sound;
      }
      if (drawn.value === undefined) {
        yield await speaker.finish(signal);
        return;
      }
      request.onCollapse?.(drawn.value);
      speaker.rewind();
    } finally {
      take.end();
    }
  }
  if (heard.length > 0) {
    yield await speaker.finish(signal);
    return;
  }
  throw new SpeechError('engineFailed', {
    message: `CosyVoice lost itself in the text ${mostTakes} times.`,
    hint: 'Try another seed, a shorter text, or a voice whose transcript is exact.',
  });
}

const ids = speechTokenIds(3);
/** Rows of the speech embedding that are no speech: before all, and between the text and its speech. */
const startOfSequence = ids.speechCount;
const startOfSpeech = ids.speechCount + 2;

/** @param heard  speech tokens that it goes on from */
async function startTake(
  { rows, startLanguageModel }: CosyVoiceParts,
  { textIds, speechIds }: PrefillTokens,
  heard: readonly number[],
): Promise<SpeechTake> {
  const embeds = [
    await rows.speech([startOfSequence]),
    await rows.text(textIds),
    await rows.speech([startOfSpeech, ...speechIds, ...heard]),
  ];
  const run = startLanguageModel();
  try {
    return {
      firstLogits: await run.read(joinSamples(embeds)),
      next: async (token) => run.read(await rows.speech([token])),
      end: () => {
        run.dispose();
      },
    };
  } catch (error) {
    run.dispose();
    throw error;
  }
}

/** From speech tokens to sound: piece by piece, or at the end. */
interface Speaker {
  /** @returns what is complete by now, where that is something */
  hear(token: number, signal: AbortSignal): Promise<Float32Array | undefined>;
  /** Forgets what was heard and did not become sound. */
  rewind(): void;
  finish(signal: AbortSignal): Promise<Float32Array>;
}

function startSpeaker({ flow, startVocoder }: CosyVoiceParts, request: SegmentRequest): Speaker {
  const isCausal = flow.isWhole !== true;
  const isStreamed = request.isStreamed && isCausal;
  const voice = isCausal ? inWholeChunks(request.voice, chunkFrames) : request.voice;
  const schedule = streamSchedule(voice.tokens.length);
  const speed = createSpeedChange(request.speed);
  const vocoder = startVocoder();
  const tokens: number[] = [];
  let keeps = createSilenceFilter();
  let piece = schedule.next().value;
  /** Tokens whose spectrogram the vocoder has, and those that it was made with. */
  let spokenCount = 0;
  let seenCount = 0;

  async function speak(end: number, isFinal: boolean, signal: AbortSignal): Promise<Float32Array> {
    const causal = isCausal ? { chunkFrames } : {};
    const asked = { voice, tokens: tokens.slice(), isFinal, isWhole: !isStreamed, ...causal };
    const mel = await flow.run(asked, signal);
    const start = framesPerToken * spokenCount;
    const range = { start, count: framesPerToken * end - start };
    const fresh = pickFrames(mel, mel.length / bandCount, range);
    spokenCount = end;
    seenCount = tokens.length;
    return vocoder.push(speed.push(fresh, isFinal), isFinal, signal);
  }

  return {
    async hear(token, signal) {
      if (!keeps(token)) return undefined;
      tokens.push(token);
      if (!isStreamed || tokens.length < piece.neededCount) return undefined;
      const { end } = piece;
      piece = schedule.next().value;
      return speak(end, false, signal);
    },
    rewind() {
      tokens.length = seenCount;
      keeps = createSilenceFilter();
    },
    finish: (signal) =>
      tokens.length === 0 ? Promise.resolve(new Float32Array(0)) : speak(tokens.length, true, signal),
  };
}
