import { readFileSync } from 'node:fs';
import type { WordTime } from '../../protocol/synthesis.ts';
import { findSound } from '../support/correlation.ts';
import type { DeviceProgram } from '../support/deviceProgram.ts';
import { recordingRateHz, type SoundRecording } from '../support/virtualDevices.ts';
import type { DeviceEvent } from './devicesMain.ts';

export const rateHz = 24_000;
export const wordMs = 400;

/** A tone that never stops, so that a gap can be heard, and a burst of low noise of its own for each word. */
export function createSpeechLike(wordCount: number): Float32Array {
  const samples = new Float32Array((wordCount * wordMs * rateHz) / 1000);
  let state = 1;
  let low = 0;
  let lower = 0;
  for (let index = 0; index < samples.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const isBurst = ((index * 1000) / rateHz) % wordMs < 250;
    low += 0.3 * ((isBurst ? 2 * (state / 2 ** 32) - 1 : 0) - low);
    lower += 0.3 * (low - lower);
    samples[index] = 0.05 * Math.sin((2 * Math.PI * 440 * index) / rateHz) + lower;
  }
  return samples;
}

export function wordsOf(wordCount: number): WordTime[] {
  return Array.from({ length: wordCount }, (_, index) => ({
    text: `word${index}`,
    startOffset: index * 10,
    endOffset: index * 10 + 9,
    startMs: index * wordMs,
    endMs: index * wordMs + 250,
  }));
}

export interface Told {
  readonly text: string;
  readonly startMs: number;
}

export interface Level {
  /** JSON has no infinity: silence is null. */
  readonly rmsDb: number | null;
  readonly peakDb: number | null;
}

export function readSamples(file: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(file)).buffer);
}

export function chunksSoFar(program: DeviceProgram): number {
  return program.events.filter(({ event }) => event === 'chunk').length;
}

export function positionsOf(program: DeviceProgram): DeviceEvent[] {
  return program.events.filter(({ event }) => event === 'position');
}

/** The burst of one word, at the rate of the recording. */
export function wordSound(wanted: Float32Array, index: number): Float32Array {
  const start = (index * wordMs * recordingRateHz) / 1000;
  return wanted.subarray(start, start + 1600);
}

/** Where a word lies in a recording of the whole sound that begins at `startAt`. */
export function findWord(heard: Float32Array, wanted: Float32Array, index: number, startAt: number): number {
  const expected = startAt + (index * wordMs * recordingRateHz) / 1000;
  return findSound(heard, wordSound(wanted, index), [expected - 1600, expected + 1600]).at;
}

/** How much later than it was heard each word was told, in ms. */
export function wordErrors(
  program: DeviceProgram,
  recording: SoundRecording,
  placeOf: (index: number) => number,
): number[] {
  return program.events
    .filter(({ event }) => event === 'word')
    .map(({ atMs }, index) => atMs - recording.timeOf(placeOf(index)));
}

export function indexAt(recording: SoundRecording, timeMs: number): number {
  return Math.round(((timeMs - recording.timeOf(0)) * recordingRateHz) / 1000);
}
