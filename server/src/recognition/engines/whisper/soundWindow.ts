import { recognitionSampleRateHz } from '../../recognizer.ts';

const frameSamples = recognitionSampleRateHz / 100;

/**
 * How much the encoder is given: the sound and a little silence. Whisper was trained on 30 s, whatever was said in
 * them, and computes as long for a word as for a minute's half.
 *
 * @returns  frames of 10 ms, an even number of them, at most `maxFrameCount`
 */
export function windowFrameCount(sampleCount: number, maxFrameCount: number): number {
  const soundFrames = Math.ceil(sampleCount / frameSamples);
  const wanted = Math.max(minFrameCount, soundFrames + marginFrames);
  return Math.min(maxFrameCount, Math.ceil(wanted / stepFrames) * stepFrames);
}

const minFrameCount = 1500;
const marginFrames = 500;
const stepFrames = 100;
