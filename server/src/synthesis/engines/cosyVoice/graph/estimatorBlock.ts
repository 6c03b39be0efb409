import type { OperationOptions } from '../../../../onnx/graphOperations.ts';
import { elementTypes } from '../../../../onnx/onnxModel.ts';
import type { EstimatorContext } from './estimatorContext.ts';
import { estimatorNames, type MemoryType } from './estimatorNames.ts';
import { estimatorStem } from './estimatorShape.ts';

/** Attention and two products, each on a norm that follows from the time, and opened by it. [b, T, width] to the same. */
export function writeBlock(context: EstimatorContext, frames: string, index: number): string {
  const { apply } = context.layers.operations;
  const { width, hiddenWidth } = context.shape;
  const part = `${estimatorStem}.transformer_blocks.${index}`;
  const [shift = '', scale = '', gate = '', innerShift = '', innerScale = '', innerGate = ''] =
    context.modulation(`${part}.attn_norm.linear`, 6);
  const attended = writeAttention(context, context.modulate(frames, { scale, shift }), index);
  const seen = apply('Add', [frames, apply('Mul', [gate, attended])]);
  const normal = context.modulate(seen, { scale: innerScale, shift: innerShift });
  const hidden = context.project(normal, `${part}.ff.ff.0.0`, { from: width, to: hiddenWidth });
  // FastGelu is GELU by way of tanh.
  const bent = apply('FastGelu', [hidden], { domain: 'com.microsoft' });
  const fed = context.project(bent, `${part}.ff.ff.2`, { from: hiddenWidth, to: width });
  return apply('Add', [seen, apply('Mul', [innerGate, fed])]);
}

function writeAttention(context: EstimatorContext, frames: string, index: number): string {
  const { width } = context.shape;
  const block = `${estimatorStem}.transformer_blocks.${index}`;
  const project = (input: string, name: string): string =>
    context.project(input, `${block}.attn.${name}`, { from: width, to: width });
  const { pastKey, pastValue, key, value } = estimatorNames;
  const attended = attend(context, {
    query: rotateFirstHead(context, project(frames, 'to_q')),
    key: remember(context, rotateFirstHead(context, project(frames, 'to_k')), {
      past: pastKey(index),
      added: key(index),
    }),
    value: remember(context, project(frames, 'to_v'), { past: pastValue(index), added: value(index) }),
  });
  return project(attended, 'to_out.0');
}

/** What was remembered before the new frames and with them, [b, p + T, width], and what is added to it. */
function remember(
  { layers, memory }: EstimatorContext,
  frames: string,
  { past, added }: { readonly past: string; readonly added: string },
): string {
  if (memory === undefined) return frames;
  const { apply } = layers.operations;
  const swapped = { attributes: { perm: [1n, 0n, 2n] } };
  const to = (input: string, type: MemoryType, options: OperationOptions = {}): string =>
    apply('Cast', [input], { attributes: { to: BigInt(elementTypes[type]) }, ...options });
  to(apply('Transpose', [frames], swapped), memory, { output: added });
  const before = to(apply('Transpose', [past], swapped), 'float32');
  return apply('Concat', [before, frames], { attributes: { axis: 1n } });
}

interface AttentionInputs {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

function attend({ layers, shape, attention, sight }: EstimatorContext, inputs: AttentionInputs): string {
  const { apply, int64s, float } = layers.operations;
  const { query, key, value } = inputs;
  const { width, headCount, headWidth } = shape;
  if (attention === 'fused') {
    return apply('MultiHeadAttention', [query, key, value, '', '', sight], {
      domain: 'com.microsoft',
      attributes: { num_heads: BigInt(headCount) },
    });
  }
  const heads = (values: string, ...perm: readonly bigint[]): string =>
    apply('Transpose', [apply('Reshape', [values, int64s(0, 0, headCount, headWidth)])], {
      attributes: { perm },
    });
  const scaled = apply('Mul', [heads(query, 0n, 2n, 1n, 3n), float(headWidth ** -0.5)]);
  const scores = apply('MatMul', [scaled, heads(key, 0n, 2n, 3n, 1n)]);
  const shares = apply('Softmax', [apply('Add', [scores, sight])], { attributes: { axis: -1n } });
  const mixed = apply('MatMul', [shares, heads(value, 0n, 2n, 1n, 3n)]);
  const rows = apply('Transpose', [mixed], { attributes: { perm: [0n, 2n, 1n, 3n] } });
  return apply('Reshape', [rows, int64s(0, 0, width)]);
}

/** The published model was trained so: it turns the channels before they are cut into heads, as many as one head has. */
function rotateFirstHead({ layers, shape, cosines, sines }: EstimatorContext, frames: string): string {
  const { apply, applyMany, int64s } = layers.operations;
  const { width, headWidth } = shape;
  const [first = '', others = ''] = applyMany('Split', [frames, int64s(headWidth, width - headWidth)], {
    attributes: { axis: 2n },
    outputCount: 2,
  });
  const turned = apply('RotaryEmbedding', [first, int64s(0), cosines, sines], {
    domain: 'com.microsoft',
    attributes: { interleaved: 1n, num_heads: 1n },
  });
  return apply('Concat', [turned, others], { attributes: { axis: 2n } });
}
