import { recognitionSampleRateHz } from '../recognizer.ts';
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

/** Frames in a duration, rounded; a frame is 32 ms. */
export function toFrames(milliseconds: number): number {
  return Math.round((milliseconds * recognitionSampleRateHz) / 1000 / voiceActivityFrameSamples);
}
