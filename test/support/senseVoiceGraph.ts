import { createGraph, createModel, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../server/src/onnx/graphOperations.ts';
import type { Model } from '../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';
import { addQuantizedProduct } from './quantizedProduct.ts';

/** Numbers that a model of SenseVoice's architecture is made of. */
export interface SenseVoiceShape {
  readonly dimension: number;
  readonly headCount: number;
  readonly hiddenDimension: number;
  /** Blocks before and after the norm between the two encoders. */
  readonly blockCount: number;
  readonly lateBlockCount: number;
  readonly pieceCount: number;
}

/** The published model: 234 million weights. */
export const fullShape: SenseVoiceShape = {
  dimension: 512,
  headCount: 4,
  hiddenDimension: 2048,
  blockCount: 50,
  lateBlockCount: 20,
  pieceCount: 25_055,
};

/**
 * Weights by the names of the published checkpoint, row-major. A linear layer has [out, in], the depthwise convolution
 * [channels, 1, 11].
 */
export type WeightSource = (name: string, dims: readonly number[]) => Float32Array;

export interface SenseVoiceGraphOptions {
  readonly shape: SenseVoiceShape;
  readonly weights: WeightSource;
  /** Eight bits: unsigned, one scale per matrix, as sherpa-onnx publishes it. */
  readonly isQuantized: boolean;
  /** How frames of the padding are kept out of the attention: two ways that exporters write. */
  readonly masks: 'added' | 'filled';
  readonly metadata: Readonly<Record<string, string>>;
}

const featureDimension = 560;
const kernelFrames = 11;

/**
 * Builds a model of SenseVoice's architecture in the layout of sherpa-onnx: x [N, T, 560], x_length, language,
 * text_norm [N] to logits [N, T + 4, V].
 *
 * Source: the SANM encoder of FunASR; the graph of the same weights that PyTorch exports gives the same logits.
 */
export function buildSenseVoice(options: SenseVoiceGraphOptions): Model {
  const { shape, metadata } = options;
  const editor = new GraphEditor(createGraph('sensevoice'));
  const { graph } = editor;
  graph.inputs.push(
    createValueInfo('x', 'float32', ['N', 'T', featureDimension]),
    ...['x_length', 'language', 'text_norm'].map((name) => createValueInfo(name, 'int32', ['N'])),
  );
  graph.outputs.push(createValueInfo('logits', 'float32', ['N', 'F', shape.pieceCount]));
  const layers = createLayers(editor, options);
  const mask = createMask(createOperations(editor, 'mask'), options.masks);
  let frames = addPrompts(createOperations(editor, 'prompt'), options);
  for (let index = 0; index < shape.blockCount; index++) {
    const name = index === 0 ? 'encoder.encoders0.0' : `encoder.encoders.${index - 1}`;
    frames = addBlock(layers(name), frames, { ...options, mask, hasResidual: index > 0 });
  }
  frames = layers('encoder').layerNorm(frames, 'after_norm', shape.dimension);
  for (let index = 0; index < shape.lateBlockCount; index++) {
    frames = addBlock(layers(`encoder.tp_encoders.${index}`), frames, {
      ...options,
      mask,
      hasResidual: true,
    });
  }
  frames = layers('encoder').layerNorm(frames, 'tp_norm', shape.dimension);
  layers('ctc').linear(frames, 'ctc_lo', { from: shape.dimension, to: shape.pieceCount, output: 'logits' });
  return {
    ...createModel(editor.commit(), { '': 13 }),
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value, unknownFields: [] })),
  };
}

interface Mask {
  /** Float [N, F, 1]: 0 for the padding. */
  readonly ofFrames: string;
  /** What the attention's scores [N, H, F, F] go through before and after the softmax. */
  readonly beforeSoftmax: (op: GraphOperations, scores: string) => string;
  readonly afterSoftmax: (op: GraphOperations, shares: string) => string;
}

function createMask(op: GraphOperations, masks: SenseVoiceGraphOptions['masks']): Mask {
  const { apply, int64, int64s, float } = op;
  const four = int64(4);
  const lengths = apply('Add', [apply('Cast', ['x_length'], { attributes: { to: 7n } }), four]);
  const frameCount = apply('Add', [apply('Gather', [apply('Shape', ['x']), int64(1)]), four]);
  const range = apply('Unsqueeze', [apply('Range', [int64(0), frameCount, int64(1)]), int64s(0)]);
  const isFrame = apply('Less', [range, apply('Unsqueeze', [lengths, int64s(1)])]);
  const ofFrames = apply('Unsqueeze', [apply('Cast', [isFrame], { attributes: { to: 1n } }), int64s(2)]);
  const ofKeys = apply('Unsqueeze', [
    apply('Transpose', [ofFrames], { attributes: { perm: [0n, 2n, 1n] } }),
    int64s(1),
  ]);
  if (masks === 'added') {
    const added = apply('Mul', [apply('Sub', [ofKeys, float(1)]), float(1e9)]);
    return {
      ofFrames,
      beforeSoftmax: ({ apply: add }, scores) => add('Add', [scores, added]),
      afterSoftmax: (_, shares) => shares,
    };
  }
  const isPadding = apply('Equal', [ofKeys, float(0)]);
  return {
    ofFrames,
    beforeSoftmax: (at, scores) => at.apply('Where', [isPadding, at.float(-Infinity), scores]),
    afterSoftmax: (at, shares) => at.apply('Where', [isPadding, at.float(0), shares]),
  };
}

/** [E(language), E(1), E(2), E(text norm), x], scaled, with sine positions from 1 on. */
function addPrompts(op: GraphOperations, { shape, weights }: SenseVoiceGraphOptions): string {
  const { apply, int64, int64s, float, floats } = op;
  const table = floats([16, featureDimension], weights('embed.weight', [16, featureDimension]));
  const row = (id: string): string =>
    apply('Unsqueeze', [
      apply('Gather', [table, apply('Cast', [id], { attributes: { to: 7n } })]),
      int64s(1),
    ]);
  const fixed = apply('Expand', [
    apply('Unsqueeze', [apply('Gather', [table, int64s(1, 2)]), int64s(0)]),
    apply('Concat', [apply('Shape', ['language']), int64s(2, featureDimension)], {
      attributes: { axis: 0n },
    }),
  ]);
  const sequence = apply('Concat', [row('language'), fixed, row('text_norm'), 'x'], {
    attributes: { axis: 1n },
  });
  const scaled = apply('Mul', [sequence, float(Math.sqrt(shape.dimension))]);
  const half = featureDimension / 2;
  const step = Math.fround(-Math.log(10_000) / (half - 1));
  const frequencies = Float32Array.from({ length: half }, (_, index) => Math.exp(Math.fround(index * step)));
  const end = apply('Add', [apply('Gather', [apply('Shape', [sequence]), int64(1)]), int64(1)]);
  const positions = apply('Cast', [apply('Range', [int64(1), end, int64(1)])], { attributes: { to: 1n } });
  const angles = apply('Mul', [apply('Unsqueeze', [positions, int64s(1)]), floats([1, half], frequencies)]);
  const waves = apply('Concat', [apply('Sin', [angles]), apply('Cos', [angles])], {
    attributes: { axis: 1n },
  });
  return apply('Add', [scaled, apply('Unsqueeze', [waves, int64s(0)])]);
}

interface BlockOptions extends SenseVoiceGraphOptions {
  readonly mask: Mask;
  readonly hasResidual: boolean;
}

function addBlock(layers: Layers, input: string, { shape, mask, hasResidual }: BlockOptions): string {
  const { apply } = layers.op;
  const { dimension, hiddenDimension } = shape;
  const inputDimension = hasResidual ? dimension : featureDimension;
  const heard = layers.layerNorm(input, 'norm1', inputDimension);
  const attended = addAttention(layers, heard, { shape, mask, inputDimension });
  const sum = hasResidual ? apply('Add', [input, attended]) : attended;
  const normed = layers.layerNorm(sum, 'norm2', dimension);
  const hidden = layers.linear(normed, 'feed_forward.w_1', { from: dimension, to: hiddenDimension });
  const fed = layers.linear(apply('Relu', [hidden]), 'feed_forward.w_2', {
    from: hiddenDimension,
    to: dimension,
  });
  return apply('Add', [sum, fed]);
}

interface AttentionOptions {
  readonly shape: SenseVoiceShape;
  readonly mask: Mask;
  readonly inputDimension: number;
}

/** Attention, and beside it a memory: a depthwise convolution of the values over time. */
function addAttention(
  layers: Layers,
  input: string,
  { shape, mask, inputDimension }: AttentionOptions,
): string {
  const { op } = layers;
  const { apply, applyMany, int64s, float } = op;
  const { dimension, headCount } = shape;
  const headDimension = dimension / headCount;
  const joined = layers.linear(input, 'self_attn.linear_q_k_v', { from: inputDimension, to: 3 * dimension });
  const [q = '', k = '', v = ''] = applyMany('Split', [joined, int64s(dimension, dimension, dimension)], {
    attributes: { axis: 2n },
    outputCount: 3,
  });
  const heads = (values: string, perm: readonly bigint[]): string =>
    apply('Transpose', [apply('Reshape', [values, int64s(0, -1, headCount, headDimension)])], {
      attributes: { perm },
    });
  const scaled = apply('Mul', [heads(q, [0n, 2n, 1n, 3n]), float(headDimension ** -0.5)]);
  const scores = mask.beforeSoftmax(op, apply('MatMul', [scaled, heads(k, [0n, 2n, 3n, 1n])]));
  const shares = mask.afterSoftmax(op, apply('Softmax', [scores], { attributes: { axis: -1n } }));
  const mixed = apply('Transpose', [apply('MatMul', [shares, heads(v, [0n, 2n, 1n, 3n])])], {
    attributes: { perm: [0n, 2n, 1n, 3n] },
  });
  const values = apply('Reshape', [mixed, int64s(0, -1, dimension)]);
  const answer = layers.linear(values, 'self_attn.linear_out', { from: dimension, to: dimension });
  const masked = apply('Mul', [v, mask.ofFrames]);
  const memory = apply('Add', [layers.depthwise(masked, 'self_attn.fsmn_block', dimension), masked]);
  return apply('Add', [answer, apply('Mul', [memory, mask.ofFrames])]);
}

interface LinearOptions {
  readonly from: number;
  readonly to: number;
  readonly output?: string;
}

/** Layers with weights, by their names below one stem; all on [N, F, dimension]. */
interface Layers {
  readonly op: GraphOperations;
  readonly layerNorm: (input: string, name: string, dimension: number) => string;
  readonly linear: (input: string, name: string, options: LinearOptions) => string;
  /** A convolution over time of each channel by itself, zeros around. */
  readonly depthwise: (input: string, name: string, dimension: number) => string;
}

function createLayers(editor: GraphEditor, options: SenseVoiceGraphOptions): (stem: string) => Layers {
  const { weights, isQuantized } = options;
  const store = (name: string, dims: readonly number[]): string => {
    editor.setInitializer(createTensor(name, 'float32', { dims, values: weights(name, dims) }));
    return name;
  };
  return (stem) => {
    const op = createOperations(editor, stem);
    const { apply, float } = op;
    return {
      op,
      layerNorm(input, name, dimension) {
        const mean = (values: string): string =>
          apply('ReduceMean', [values], { attributes: { axes: [-1n] } });
        const centered = apply('Sub', [input, mean(input)]);
        const variance = mean(apply('Pow', [centered, float(2)]));
        const deviation = apply('Sqrt', [apply('Add', [variance, float(1e-5)])]);
        const scaled = apply('Mul', [
          apply('Div', [centered, deviation]),
          store(`${stem}.${name}.weight`, [dimension]),
        ]);
        return apply('Add', [scaled, store(`${stem}.${name}.bias`, [dimension])]);
      },
      linear(input, name, { from, to, output }) {
        const matrix = transpose(weights(`${stem}.${name}.weight`, [to, from]), to);
        const product = isQuantized
          ? addQuantizedProduct({ editor, op }, { input, name: `${stem}.${name}`, dims: [from, to], matrix })
          : apply('MatMul', [input, op.floats([from, to], matrix)]);
        const bias = store(`${stem}.${name}.bias`, [to]);
        return apply('Add', [bias, product], { ...(output !== undefined && { output }) });
      },
      depthwise(input, name, dimension) {
        const swap = (values: string): string =>
          apply('Transpose', [values], { attributes: { perm: [0n, 2n, 1n] } });
        const kernel = store(`${stem}.${name}.weight`, [dimension, 1, kernelFrames]);
        const half = BigInt((kernelFrames - 1) / 2);
        const attributes = {
          group: BigInt(dimension),
          kernel_shape: [BigInt(kernelFrames)],
          pads: [half, half],
        };
        return swap(apply('Conv', [swap(input), kernel], { attributes }));
      },
    };
  };
}

/** [rows, columns] to [columns, rows]. */
function transpose(values: Float32Array, rowCount: number): Float32Array {
  const columnCount = values.length / rowCount;
  const transposed = new Float32Array(values.length);
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      transposed[column * rowCount + row] = values[row * columnCount + column] ?? 0;
    }
  }
  return transposed;
}
