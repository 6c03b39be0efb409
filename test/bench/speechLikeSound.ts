import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';

/**
 * Something like speech: a voice of gliding pitch with formants that change a few times a second, breath between, and a
 * little noise. The same for the same length.
 *
 * @returns mono 16 kHz
 */
export function makeSpeechLikeSound(seconds: number): Float32Array {
  const samples = new Float32Array(seconds * recognitionSampleRateHz);
  let phase = 0;
  let noise = 1;
  for (let index = 0; index < samples.length; index++) {
    const time = index / recognitionSampleRateHz;
    const pitchHz = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * time);
    phase += (2 * Math.PI * pitchHz) / recognitionSampleRateHz;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.2 * time));
    const formantHz = 600 + 300 * Math.sin(2 * Math.PI * 1.3 * time);
    let voice = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++) {
      const distance = (harmonic * pitchHz - formantHz) / 400;
      voice += Math.sin(harmonic * phase) / (1 + distance * distance);
    }
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) | 0;
    samples[index] = 0.08 * syllable * voice + (0.004 * noise) / 2 ** 31;
  }
  return samples;
}
