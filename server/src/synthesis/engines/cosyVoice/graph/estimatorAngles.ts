import { waveCount } from './estimatorShape.ts';
import { rotaryTables, type RotaryTables } from './rotaryTables.ts';

/**
 * A time from 0 to 1 as 128 sines and 128 cosines, of angles in single precision as the model was trained with.
 *
 * Source: CosyVoice, cosyvoice/flow/DiT/modules.py (SinusPositionEmbedding)
 */
export function timeWaves(time: number): Float32Array {
  const waves = new Float32Array(2 * waveCount);
  for (let index = 0; index < waveCount; index += 1) {
    const frequency = Math.fround(Math.exp((-index * Math.log(10_000)) / (waveCount - 1)));
    const angle = Math.fround(Math.fround(timeScale * time) * frequency);
    waves[index] = Math.sin(angle);
    waves[waveCount + index] = Math.cos(angle);
  }
  return waves;
}

const timeScale = 1000;

/** By what angles the channels of frames are turned: [frames, head width / 2]. */
export function frameRotary(frameCount: number, headWidth: number): RotaryTables {
  return rotaryTables(frameCount, { base: 10_000, half: headWidth / 2 });
}
