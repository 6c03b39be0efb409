import type { WeightSource } from './senseVoiceGraph.ts';

/** Uniform, as PyTorch begins a training: no value grows or dies from layer to layer. The same for the same name. */
export const randomWeights: WeightSource = (name, dims) => {
  const values = new Float32Array(dims.reduce((product, size) => product * size, 1));
  if (dims.length === 1) return values.fill(name.endsWith('.weight') ? 1 : 0);
  const inputCount = dims.slice(1).reduce((product, size) => product * size, 1);
  const bound = name === 'embed.weight' ? 1 : inputCount ** -0.5;
  let state = hash(name);
  for (let index = 0; index < values.length; index++) {
    // Marsaglia, Xorshift RNGs (2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[index] = (state / 2 ** 31) * bound;
  }
  return values;
};

/** FNV-1a; never 0. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value === 0 ? 1 : value;
}
