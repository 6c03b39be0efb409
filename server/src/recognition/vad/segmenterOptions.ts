import { recognitionSampleRateHz } from '../recognizer.ts';
import type { JoiningOptions } from './joiningSegmenter.ts';
import type { SegmenterOptions } from './segmenter.ts';
import { voiceActivityFrameSamples } from './voiceActivityDetector.ts';

/** How recordings are cut. */
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

/**
 * How segments are joined for an engine that hears longer utterances better; null: they are not.
 *
 * @param preferredUtteranceMs  of the engine's description
 */
export function joiningOptions(preferredUtteranceMs: number | undefined): JoiningOptions | null {
  if (preferredUtteranceMs === undefined) return null;
  return {
    maxFrames: toFrames(preferredUtteranceMs),
    maxPauseFrames: toFrames(1500),
    briefFrames: toFrames(300),
    limitFrames: toFrames(preferredUtteranceMs + 3000),
  };
}

/** Frames in a duration, rounded; a frame is 32 ms. */
export function toFrames(milliseconds: number): number {
  return Math.round((milliseconds * recognitionSampleRateHz) / 1000 / voiceActivityFrameSamples);
}
