import { abortableSource } from './abortableSource.ts';
import { recognitionSampleRateHz } from './recognizer.ts';
import { createSoundBuffer, type SoundBuffer } from './soundBuffer.ts';
import { createJoiningSegmenter, type JoiningOptions } from './vad/joiningSegmenter.ts';
import { createSegmenter, type SegmenterOptions, type SpeechRange } from './vad/segmenter.ts';
import {
  voiceActivityFrameSamples,
  type VoiceActivity,
  type VoiceActivityDetector,
  type VoiceActivityMemory,
} from './vad/voiceActivityDetector.ts';
import { toWholeFrames } from './wholeFrames.ts';

/** Where speech is; times count from the start of the source. */
export interface SpeechTime {
  /** Where the samples begin, padding included. */
  readonly samplesStartMs: number;
  /** The speech itself. */
  readonly startMs: number;
  readonly endMs: number;
}

/** One stretch of speech with a little of what surrounds it. */
export interface SpeechSegment extends SpeechTime {
  /** Mono 16 kHz, padding included. */
  readonly samples: Float32Array;
  /** It was cut for its length only: the speech goes on in the next segment. */
  readonly isCut: boolean;
}

/** A segment that has not ended; the next update has more of it. */
export interface GrowingSegment extends SpeechTime {
  readonly sampleCount: number;
  /** What would be recognised if the segment ended now. */
  readonly readSamples: () => Float32Array;
  /** How much of it is speech. */
  readonly speechMs: number;
  /** Long enough not to be dropped as a click. */
  readonly isCertain: boolean;
  /** Whether the voice sounds, was silent a moment ago, or so long that only speech adds samples to the segment. */
  readonly voice: 'sounding' | 'fading' | 'silent';
}

/** What a few frames have changed. */
export interface SpeechUpdate {
  /** How much of the source was heard. */
  readonly heardMs: number;
  /** Segments that ended, in order. */
  readonly ended: readonly SpeechSegment[];
  readonly growing: GrowingSegment | null;
}

export interface FollowSpeechOptions {
  readonly voiceActivity: VoiceActivityDetector;
  readonly segmenter: SegmenterOptions;
  /** Absent: a segment ends with its pause. */
  readonly joining?: JoiningOptions;
}

/**
 * Follows speech through a source of any length, holding at most one growing segment of it, and one that it may still
 * join. An update comes for all whole frames of a chunk, at most half a second of them, and one for the end, which ends
 * what was growing. How the source is divided into chunks does not matter for the segments.
 *
 * @param source  mono 16 kHz in [-1, 1]
 * @param signal  an abort rejects with its reason, at once while waiting
 * @throws SpeechError outOfMemory, engineFailed, and whatever the source throws
 */
export async function* followSpeech(
  source: AsyncIterable<Float32Array>,
  { voiceActivity, segmenter: segmenterOptions, joining }: FollowSpeechOptions,
  signal: AbortSignal,
): AsyncGenerator<SpeechUpdate, void, undefined> {
  const parting = createSegmenter(segmenterOptions);
  const segmenter = joining === undefined ? parting : createJoiningSegmenter(parting, joining);
  const sound = createSoundBuffer();
  let memory: VoiceActivityMemory | null = null;
  for await (const block of toWholeFrames(abortableSource(source, signal))) {
    const activity: VoiceActivity = await voiceActivity.detect(block.samples, memory, signal);
    signal.throwIfAborted();
    memory = activity.memory;
    sound.append(block);
    const ended: SpeechSegment[] = [];
    for (const [index, probability] of activity.probabilities.entries()) {
      const range = segmenter.push({ probability, power: meanSquare(frameOf(block.samples, index)) });
      if (range !== null) ended.push(toSegment(sound, range));
    }
    sound.dropBefore(segmenter.oldestNeededFrame());
    const growing = segmenter.growing();
    yield {
      heardMs: toMs(sound.heardSamples()),
      ended,
      growing: growing && {
        ...toTime(sound, growing),
        ...toGrowingSound(sound, growing),
        speechMs: toMs(growing.speechFrameCount * voiceActivityFrameSamples),
        isCertain: growing.speechFrameCount >= segmenterOptions.minSpeechFrames,
        voice: voiceAfter(growing.silentFrameCount, segmenterOptions),
      },
    };
  }
  yield {
    heardMs: toMs(sound.heardSamples()),
    ended: segmenter.end().map((range) => toSegment(sound, range)),
    growing: null,
  };
}

function voiceAfter(silentFrameCount: number, { trailFrames }: SegmenterOptions): GrowingSegment['voice'] {
  if (silentFrameCount === 0) return 'sounding';
  return silentFrameCount < trailFrames ? 'fading' : 'silent';
}

function toSegment(sound: SoundBuffer, range: SpeechRange): SpeechSegment {
  const { readSamples } = toGrowingSound(sound, range);
  return { ...toTime(sound, range), samples: readSamples(), isCut: range.isCut };
}

function toTime(sound: SoundBuffer, range: SpeechRange): SpeechTime {
  return {
    samplesStartMs: toMs(sound.toSamples(range.startFrame)),
    startMs: toMs(sound.toSamples(range.speechStartFrame)),
    endMs: toMs(sound.toSamples(range.speechEndFrame)),
  };
}

function toGrowingSound(
  sound: SoundBuffer,
  range: SpeechRange,
): Pick<GrowingSegment, 'sampleCount' | 'readSamples'> {
  const view = sound.view(sound.toSamples(range.startFrame), sound.toSamples(range.endFrame));
  return { sampleCount: view.length, readSamples: () => view.read() };
}

function frameOf(samples: Float32Array, index: number): Float32Array {
  return samples.subarray(index * voiceActivityFrameSamples, (index + 1) * voiceActivityFrameSamples);
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  // A loop by index: a call for each sample takes several times as long.
  for (let index = 0; index < samples.length; index++) sum += (samples[index] ?? 0) ** 2;
  return sum / samples.length;
}

function toMs(sampleCount: number): number {
  return (sampleCount * 1000) / recognitionSampleRateHz;
}
