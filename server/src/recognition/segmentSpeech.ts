import { abortableSource } from './abortableSource.ts';
import { recognitionSampleRateHz } from './recognizer.ts';
import { createSegmenter, type SegmenterOptions, type SpeechRange } from './vad/segmenter.ts';
import {
  voiceActivityFrameSamples,
  type VoiceActivity,
  type VoiceActivityDetector,
  type VoiceActivityMemory,
} from './vad/voiceActivityDetector.ts';

/** One stretch of speech with a little of what surrounds it. */
export interface SpeechSegment {
  /** Mono 16 kHz, padding included. */
  readonly samples: Float32Array;
  /** Where `samples` begins, from the start of the source. */
  readonly samplesStartMs: number;
  /** The speech itself, from the start of the source. */
  readonly startMs: number;
  readonly endMs: number;
}

export const defaultSegmenterOptions: SegmenterOptions = {
  startProbability: 0.5,
  endProbability: 0.35,
  minSpeechFrames: toFrames(130),
  leadFrames: toFrames(400),
  trailFrames: toFrames(200),
  longPauseFrames: toFrames(800),
  shortPauseFrames: toFrames(250),
  preferredFrames: toFrames(10_000),
  maxFrames: toFrames(15_000),
};

export interface SegmentSpeechOptions {
  readonly voiceActivity: VoiceActivityDetector;
  readonly segmenter?: SegmenterOptions;
}

/**
 * Cuts a recording of any length into segments of speech, holding at most one segment of it in memory. How the
 * source is divided into chunks does not matter.
 *
 * @param source  mono 16 kHz in [-1, 1]
 * @throws SpeechError outOfMemory, engineFailed, and whatever the source throws
 */
export async function* segmentSpeech(
  source: AsyncIterable<Float32Array>,
  options: SegmentSpeechOptions,
  signal: AbortSignal,
): AsyncGenerator<SpeechSegment, void, undefined> {
  const { voiceActivity } = options;
  const segmenter = createSegmenter(options.segmenter ?? defaultSegmenterOptions);
  const recent = createFrameBuffer();
  let memory: VoiceActivityMemory | null = null;
  for await (const block of toWholeFrames(abortableSource(source, signal))) {
    const activity: VoiceActivity = await voiceActivity.detect(block.samples, memory, signal);
    signal.throwIfAborted();
    memory = activity.memory;
    recent.append(block);
    for (const [index, probability] of activity.probabilities.entries()) {
      const range = segmenter.push({ probability, power: meanSquare(frameOf(block.samples, index)) });
      if (range !== null) {
        yield recent.cut(range);
      }
    }
    recent.dropBefore(segmenter.oldestNeededFrame());
  }
  const last = segmenter.end();
  if (last !== null) {
    yield recent.cut(last);
  }
}

interface Block {
  /** Whole frames, at most `maxBlockSamples`. */
  readonly samples: Float32Array;
  /** How many samples are of the source; what follows them is silence. */
  readonly heardSamples: number;
}

/** Half a second: long enough that calls across a process cost nothing, short enough to be answered at once. */
const maxBlockSamples = 16 * voiceActivityFrameSamples;

/** Whole frames from chunks of any length; the last frame is filled up with silence. */
async function* toWholeFrames(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Block> {
  let pending = new Float32Array(0);
  for await (const chunk of chunks) {
    let samples = concatenate(pending, chunk);
    while (samples.length >= voiceActivityFrameSamples) {
      const length = Math.min(maxBlockSamples, samples.length - (samples.length % voiceActivityFrameSamples));
      yield { samples: samples.subarray(0, length), heardSamples: length };
      samples = samples.subarray(length);
    }
    pending = samples.slice();
  }
  if (pending.length > 0) {
    const samples = new Float32Array(voiceActivityFrameSamples);
    samples.set(pending);
    yield { samples, heardSamples: pending.length };
  }
}

function concatenate(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function frameOf(samples: Float32Array, index: number): Float32Array {
  return samples.subarray(index * voiceActivityFrameSamples, (index + 1) * voiceActivityFrameSamples);
}

interface FrameBuffer {
  append(block: Block): void;
  cut(range: SpeechRange): SpeechSegment;
  dropBefore(frameIndex: number): void;
}

/** Holds the sound that may still become a segment. */
function createFrameBuffer(): FrameBuffer {
  let kept = new Float32Array(0);
  let firstSample = 0;
  let heardSamples = 0;
  const toSamples = (frameIndex: number): number =>
    Math.min(frameIndex * voiceActivityFrameSamples, heardSamples);
  return {
    append(block) {
      kept = concatenate(kept, block.samples);
      heardSamples += block.heardSamples;
    },
    cut({ startFrame, endFrame, speechStartFrame, speechEndFrame }) {
      const start = toSamples(startFrame);
      return {
        samples: kept.slice(start - firstSample, toSamples(endFrame) - firstSample),
        samplesStartMs: toMs(start),
        startMs: toMs(toSamples(speechStartFrame)),
        endMs: toMs(toSamples(speechEndFrame)),
      };
    },
    dropBefore(frameIndex) {
      const start = frameIndex * voiceActivityFrameSamples;
      kept = kept.slice(start - firstSample);
      firstSample = start;
    },
  };
}

function meanSquare(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

function toFrames(milliseconds: number): number {
  return Math.round((milliseconds * recognitionSampleRateHz) / 1000 / voiceActivityFrameSamples);
}

function toMs(sampleCount: number): number {
  return (sampleCount * 1000) / recognitionSampleRateHz;
}
