import path from 'node:path';
import { SpeechError } from '../../../../../../protocol/errors.ts';
import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { attentionNames } from './attentionNames.ts';

/** Numbers that a language model of CosyVoice 2 or 3 is made of, with those of the published one. */
export interface LanguageModelShape {
  /** 896. */
  readonly width: number;
  /** 24. */
  readonly layerCount: number;
  /** 14 of queries. */
  readonly headCount: number;
  /** 2 of keys and values. */
  readonly keyHeadCount: number;
  /** 64. */
  readonly headWidth: number;
  /** 4864. */
  readonly hiddenWidth: number;
  /** Rows of the table of text tokens, 151936. */
  readonly textTokenCount: number;
  /** Rows of the table of speech tokens, and logits: 6761. */
  readonly speechTokenCount: number;
}

/** Begins the names of the layers' weights. */
export const trunk = 'llm.model.model';

/** Inputs and outputs of the graph. */
export const languageModelNames = {
  embeds: 'embeds',
  logits: 'logits',
  ...attentionNames(),
} as const;

/**
 * @param headWidth  which the checkpoint does not say
 * @throws SpeechError modelIncompatible when the checkpoint is of another model
 */
export function readLanguageModelShape(checkpoint: Checkpoint, headWidth: number): LanguageModelShape {
  const rows = (name: string): number => checkpoint.tensor(name).dims[0] ?? 0;
  const layer = `${trunk}.layers.0`;
  const headCount = rows(`${layer}.self_attn.q_proj.weight`) / headWidth;
  const keyHeadCount = rows(`${layer}.self_attn.k_proj.weight`) / headWidth;
  // Each head of keys serves as many of queries.
  if (!Number.isInteger(keyHeadCount) || !Number.isInteger(headCount / keyHeadCount))
    throw new SpeechError('modelIncompatible', {
      message: `${path.basename(checkpoint.file)} has no heads of ${headWidth}: its configuration is of another model.`,
      hint: 'Take all files of the model from one place.',
    });
  return {
    width: rows(`${trunk}.norm.weight`),
    layerCount: countLayers(checkpoint.tensorNames, `${trunk}.layers.`),
    headCount,
    keyHeadCount,
    headWidth,
    hiddenWidth: rows(`${layer}.mlp.gate_proj.weight`),
    textTokenCount: rows(`${trunk}.embed_tokens.weight`),
    speechTokenCount: rows('llm_decoder.weight'),
  };
}

/** One more than the greatest number that follows the stem in a name. */
export function countLayers(names: readonly string[], stem: string): number {
  const indexes = names
    .filter((name) => name.startsWith(stem))
    .map((name) => Number.parseInt(name.slice(stem.length), 10));
  return Math.max(-1, ...indexes) + 1;
}
