import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { countLayers } from './languageModelShape.ts';

/** Numbers that the estimator of CosyVoice 3 is made of, with those of the published one. */
export interface EstimatorShape {
  /** 1024. */
  readonly width: number;
  /** 22. */
  readonly blockCount: number;
  /** 16. */
  readonly headCount: number;
  /** 64. */
  readonly headWidth: number;
  /** 2048. */
  readonly hiddenWidth: number;
}

/** The time is told as sines and as many cosines. */
export const waveCount = 128;

/** Begins the names of the weights. */
export const estimatorStem = 'decoder.estimator';

/** @throws SpeechError modelIncompatible when the checkpoint is of another model */
export function readEstimatorShape(checkpoint: Checkpoint): EstimatorShape {
  const rows = (name: string): number => checkpoint.tensor(`${estimatorStem}.${name}`).dims[0] ?? 0;
  const width = rows('input_embed.proj.weight');
  const headWidth = 2 * rows('rotary_embed.inv_freq');
  return {
    width,
    blockCount: countLayers(checkpoint.tensorNames, `${estimatorStem}.transformer_blocks.`),
    headCount: width / headWidth,
    headWidth,
    hiddenWidth: rows('transformer_blocks.0.ff.ff.0.0.weight'),
  };
}
