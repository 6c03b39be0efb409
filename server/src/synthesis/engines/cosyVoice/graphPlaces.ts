import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import type { GraphChoice } from './checkpointRecipes.ts';

/** Where a graph runs, and how it is made for that. */
export interface GraphPlace extends GraphChoice {
  readonly provider: ExecutionProvider;
}

/** Of each graph, where it may run, the best first; the last is the processor, which runs all. */
export interface ModelPlaces {
  readonly languageModel: readonly GraphPlace[];
  /** The estimator; what is small beside it runs on the processor. */
  readonly flow: readonly GraphPlace[];
  /** In floats of 32 bits everywhere; the pitch on the processor, exactly. */
  readonly vocoder: readonly GraphPlace[];
}

/** What is known of the machine. */
export interface MachineFacts {
  /** Whether the provider computes in floats of 16 bits. */
  readonly hasHalves: boolean;
  /** See `hasExactSignedProducts`. */
  readonly hasExactProducts: boolean;
}

/**
 * What a graphics card does of CosyVoice, by how it is reached:
 *
 * - WebGPU: all. The memory of the language model stays on the card.
 * - CUDA: all. The memory of the language model is copied at each step.
 * - DirectML and CoreML: what has one shape for a whole piece of sound. Each step of the language model has another shape,
 *   for which they make their programs anew; it stays on the processor, and so does the vocoder where CoreML computes,
 *   which rounds to 16 bits.
 *
 * Weights in 16 bits take half the memory and time, where the card has such floats.
 *
 * @param isExact  in floats of 32 bits everywhere, as the reference computes
 */
export function chooseGraphPlaces(
  provider: ExecutionProvider,
  { hasHalves, hasExactProducts }: MachineFacts,
  isExact = false,
): ModelPlaces {
  const bits = hasExactProducts ? 'eightBits' : 'sevenBits';
  const processor: GraphPlace = {
    provider: 'cpu',
    arithmetic: isExact ? 'floats' : bits,
    attention: 'fused',
  };
  if (provider === 'cpu') return { languageModel: [processor], flow: [processor], vocoder: [processor] };
  const floats: GraphPlace = { provider, arithmetic: 'floats', attention: 'plain' };
  const halves: GraphPlace = { ...floats, arithmetic: 'halves' };
  const card = hasHalves && !isExact && provider !== 'coreml' ? [halves, floats] : [floats];
  const hasSteps = provider === 'webgpu' || provider === 'cuda';
  return {
    languageModel: hasSteps ? [...card, processor] : [processor],
    flow: [...card, processor],
    vocoder: provider === 'coreml' ? [processor] : [floats, processor],
  };
}
