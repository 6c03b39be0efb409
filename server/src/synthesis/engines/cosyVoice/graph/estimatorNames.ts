import { attentionNames } from './attentionNames.ts';

/** Inputs and outputs of the graph. */
export const estimatorNames = {
  sound: 'sound',
  condition: 'condition',
  prompt: 'prompt',
  speaker: 'speaker',
  time: 'time',
  cosines: 'cosines',
  sines: 'sines',
  chunk: 'chunk',
  velocity: 'velocity',
  context: 'context',
  ...attentionNames(),
} as const;

/** Halves take half the place, and a little of the precision. */
export type MemoryType = 'float32' | 'float16';

/** Two convolutions of 31 frames, which see 30 before theirs each. */
export const convolutionReach = 60;
