import { describe, expect, test } from 'vitest';
import type { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { fuseAdaptiveNorms } from '../../../../server/src/synthesis/engines/kokoro/graph/adaptiveNorms.ts';
import { computeInFloat } from '../../../../server/src/synthesis/engines/kokoro/graph/floatProducts.ts';
import { layOutFramesFirst } from '../../../../server/src/synthesis/engines/kokoro/graph/framesFirst.ts';
import {
  convolveInFloat,
  convolveInIntegers,
} from '../../../../server/src/synthesis/engines/kokoro/graph/integerConvolutions.ts';
import { shortenSnakes } from '../../../../server/src/synthesis/engines/kokoro/graph/snakes.ts';
import {
  convolveSourceSpectrum,
  shortenSourcePhases,
} from '../../../../server/src/synthesis/engines/kokoro/graph/sourceSignal.ts';
import { multiplyTransposedConvolutions } from '../../../../server/src/synthesis/engines/kokoro/graph/transposedConvolutions.ts';
import {
  type Building,
  build,
  convolution,
  evaluate,
  integerLayers,
  noise,
  norm,
  phases,
  snake,
  spectrum,
  channels,
} from './publishedOperators.ts';

describe('each pass computes what the published operators compute', () => {
  const integerConvolution = (dilation: number, stride: number) => (o: Building) =>
    convolution(o, 'x', { taps: 3, dilation, stride });

  test.each([
    ['plain', 1, 1],
    ['dilated', 3, 1],
    ['with a stride', 1, 2],
  ])('integer convolution, %s', async (_, dilation, stride) => {
    const found = await compare(integerConvolution(dilation, stride), (editor) => {
      convolveInIntegers(editor);
    });
    // The published graph rounds the bias to a step of the product (here 8e-5).
    expect(found.error).toBeLessThan(1e-4);
    expect(found.opTypes).not.toContain('ConvInteger');
    expect(found.opTypes).toContain('MatMulInteger');
  });

  test('integer convolution in floats, but for the rounding to 8 bits', async () => {
    const found = await compare(integerConvolution(1, 1), convolveInFloat);
    expect(found.error).toBeLessThan(0.02);
    expect(found.opTypes).toEqual(['Conv']);
  });

  test('adaptive norm', async () => {
    const found = await compare(
      (o) => norm(o, 'x'),
      (editor) => void fuseAdaptiveNorms(editor),
    );
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).toEqual(['Abs', 'Abs', 'Reshape', 'Reshape', 'InstanceNormalization']);
  });

  test('snake behind a norm', async () => {
    const found = await compare(
      (o) => snake(o, norm(o, 'x')),
      (editor) => {
        fuseAdaptiveNorms(editor);
        shortenSnakes(editor);
      },
    );
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).not.toContain('Pow');
  });

  test('a residual block laid out frames first', async () => {
    const block = (o: Building): string => {
      const first = convolution(o, 'x', { taps: 3, dilation: 1, stride: 1 });
      const second = convolution(o, snake(o, norm(o, first)), { taps: 3, dilation: 3, stride: 1 });
      const sum = o.apply('Add', [second, first]);
      return convolution(o, snake(o, norm(o, sum)), { taps: 3, dilation: 1, stride: 1 });
    };
    const found = await compare(block, (editor) => {
      fuseAdaptiveNorms(editor);
      shortenSnakes(editor);
      convolveInIntegers(editor);
      editor.removeDead();
      editor.sort();
      layOutFramesFirst(editor);
    });
    // A value at the border of two steps may be rounded to the other one.
    expect(found.error).toBeLessThan(0.05);
    // One transposition on the way in (of the 8-bit signal), one on the way out.
    expect(found.opTypes.filter((opType) => opType === 'Transpose')).toHaveLength(2);
    expect(found.opTypes).not.toContain('InstanceNormalization');
  });

  test('transposed convolution', async () => {
    const upsample = (o: Building): string =>
      o.apply('ConvTranspose', ['x', o.random([channels, 3, 8]), o.random([3])], {
        attributes: { strides: [4n], kernel_shape: [8n], pads: [2n, 2n], group: 1n },
      });
    const found = await compare(upsample, multiplyTransposedConvolutions);
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).toContain('MatMul');
  });

  test('products, recurrent layers and tables in floats, but for the rounding to 8 bits', async () => {
    const found = await compare(integerLayers, computeInFloat);
    expect(found.error).toBeLessThan(0.03);
    expect(found.opTypes).toContain('LSTM');
    expect(found.opTypes).not.toContain('MatMulInteger');
    expect(found.opTypes).not.toContain('DequantizeLinear');
  });
});

describe('the sine source', () => {
  test('phases are computed once for each contour value', async () => {
    const found = await compare(phases, shortenSourcePhases);
    expect(found.error).toBeLessThan(1e-6);
    expect(found.opTypes).not.toContain('Resize');
  });

  test('the spectrum of a voiced source', async () => {
    const wave = Float32Array.from({ length: channels * 50 }, (_, n) => Math.sin(n * 0.21) + 0.3);
    const found = await compare(spectrum, convolveSourceSpectrum, wave);
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).not.toContain('STFT');
  });

  test('the angles of an unvoiced source do not hang on its rounding', async () => {
    const angles = async (level: number): Promise<number[]> => {
      const editor = build(spectrum);
      convolveSourceSpectrum(editor);
      const bins = await evaluate(editor, new Float32Array(channels * 50).fill(level));
      const frameCount = bins.length / 22;
      const part = (row: number): number => bins[row * frameCount] ?? 0;
      return Array.from({ length: 11 }, (_, bin) => Math.atan2(part(bin + 11), part(bin)));
    };
    const [first, second] = await Promise.all([angles(-0.02944175), angles(-0.0311)]);
    const apart = first.map((angle, bin) => Math.abs(Math.sin((angle - (second[bin] ?? 0)) / 2)));
    expect(Math.max(...apart)).toBeLessThan(0.05);
    expect(first[0]).toBeCloseTo(Math.PI, 3);
  });
});

async function compare(
  write: (o: Building) => string,
  pass: (editor: GraphEditor) => void,
  signal = noise(channels * 40, 7),
): Promise<{ readonly error: number; readonly opTypes: string[] }> {
  const expected = await evaluate(build(write), signal);
  const editor = build(write);
  pass(editor);
  const found = await evaluate(editor, signal);
  expect(found.length).toBe(expected.length);
  const error = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? 0))), 0);
  const opTypes = editor.graph.nodes.map(({ opType }) => opType).filter((opType) => opType !== 'Identity');
  return { error, opTypes };
}
