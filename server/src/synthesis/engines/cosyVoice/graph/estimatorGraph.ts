import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import {
  createCheckpointLayers,
  type Attention,
  type CheckpointLayers,
  type WeightFiles,
} from './checkpointLayers.ts';
import { bandCount } from './conditionGraph.ts';
import { writeBlock } from './estimatorBlock.ts';
import { createEstimatorContext, writeBands, type EstimatorPlaces } from './estimatorContext.ts';
import { estimatorNames, type MemoryType } from './estimatorNames.ts';
import { estimatorStem, waveCount, type EstimatorShape } from './estimatorShape.ts';

export interface EstimatorGraphOptions extends WeightFiles {
  readonly shape: EstimatorShape;
  readonly attention: Attention;
  /** How keys and values are remembered; absent: nothing is. */
  readonly memory?: MemoryType;
}

/**
 * The diffusion transformer of CosyVoice 3: where an unfinished mel spectrogram moves to. `sound`, `condition` and
 * `prompt` [b, 80, T], `speaker` [b, 80], `time` [1, 256] (see `timeWaves`), `cosines` and `sines` [T, head width / 2] (see
 * `frameRotary`), to `velocity` [b, 80, T]. A frame sees the frames of its own chunk of `chunk` (int64, a scalar) frames
 * and of those before it; of a chunk as long as the sound, all. No angle is computed in the graph: a graphics card's
 * own sines are inexact beyond a few turns.
 *
 * With a memory, only frames that are new are computed. The first `context` (int64, a scalar) of the T frames were
 * computed before, and are there for the convolutions alone, which reach `convolutionReach` frames back; `velocity`,
 * `cosines` and `sines` are without them. `past_key_*` and `past_value_*` [p, b, width] are of all frames before; `key_*`
 * and `value_*` [T - context, b, width] of the new ones.
 *
 * Source: CosyVoice, cosyvoice/flow/DiT/dit.py and modules.py
 */
export function buildEstimator(
  checkpoint: Checkpoint,
  { shape, attention, memory, ...files }: EstimatorGraphOptions,
): Model {
  const layers = createCheckpointLayers(checkpoint, { ...files, graphName: 'estimator' });
  describe(layers, shape);
  if (memory !== undefined) describeMemory(layers, shape, memory);
  const places = { ...writePlaces(layers, shape, memory !== undefined), attention };
  const context = createEstimatorContext(
    layers,
    shape,
    memory === undefined ? places : { ...places, memory },
  );
  let frames = writeInput(layers, shape);
  if (memory !== undefined) frames = dropContext(layers, frames);
  for (let index = 0; index < shape.blockCount; index += 1) frames = writeBlock(context, frames, index);
  layers.operations.apply('Transpose', [writeBands(context, frames, estimatorStem)], {
    attributes: { perm: [0n, 2n, 1n] },
    output: estimatorNames.velocity,
  });
  return layers.finish();
}

/** The layers whose products may be computed in 8 bits: those of the blocks, nearly all there are. */
export function estimatorProducts({ blockCount }: EstimatorShape): string[] {
  const attention = ['to_q', 'to_k', 'to_v', 'to_out.0'].map((part) => `attn.${part}`);
  const parts = ['attn_norm.linear', ...attention, 'ff.ff.0.0', 'ff.ff.2'];
  return Array.from({ length: blockCount }, (_, index) =>
    parts.map((part) => `${estimatorStem}.transformer_blocks.${index}.${part}`),
  ).flat();
}

function describe(layers: CheckpointLayers, { headWidth }: EstimatorShape): void {
  const { sound, condition, prompt, speaker, time, cosines, sines, chunk, velocity } = estimatorNames;
  for (const name of [sound, condition, prompt]) {
    layers.addInput(createValueInfo(name, 'float32', ['batch', bandCount, 'frames']));
  }
  layers.addInput(createValueInfo(speaker, 'float32', ['batch', bandCount]));
  layers.addInput(createValueInfo(time, 'float32', [1, 2 * waveCount]));
  for (const name of [cosines, sines]) {
    layers.addInput(createValueInfo(name, 'float32', ['new', headWidth / 2]));
  }
  layers.addInput(createValueInfo(chunk, 'int64', []));
  layers.addOutput(createValueInfo(velocity, 'float32', ['batch', bandCount, 'new']));
}

function describeMemory(
  layers: CheckpointLayers,
  { width, blockCount }: EstimatorShape,
  type: MemoryType,
): void {
  const { context, pastKey, pastValue, key, value } = estimatorNames;
  layers.addInput(createValueInfo(context, 'int64', []));
  for (let block = 0; block < blockCount; block += 1) {
    for (const name of [pastKey, pastValue])
      layers.addInput(createValueInfo(name(block), type, ['past', 'batch', width]));
    for (const name of [key, value])
      layers.addOutput(createValueInfo(name(block), type, ['new', 'batch', width]));
  }
}

/** [b, T, width] to [b, T - context, width]. */
function dropContext({ operations: { apply, int64s } }: CheckpointLayers, frames: string): string {
  const start = apply('Unsqueeze', [estimatorNames.context, int64s(0)]);
  return apply('Slice', [frames, start, int64s(2 ** 31), int64s(1)]);
}

function writePlaces(
  layers: CheckpointLayers,
  shape: EstimatorShape,
  hasMemory: boolean,
): Omit<EstimatorPlaces, 'attention' | 'memory'> {
  const { apply, int64, int64s } = layers.operations;
  const { sound, chunk, context, pastKey } = estimatorNames;
  const soundShape = apply('Shape', [sound]);
  const givenCount = apply('Gather', [soundShape, int64(2)]);
  const firstNew = hasMemory ? apply('Gather', [apply('Shape', [pastKey(0)]), int64(0)]) : int64(0);
  const newCount = hasMemory ? apply('Sub', [givenCount, context]) : givenCount;
  const end = apply('Add', [firstNew, newCount]);
  const queries = apply('Unsqueeze', [apply('Range', [firstNew, end, int64(1)]), int64s(1)]);
  const keys = apply('Unsqueeze', [apply('Range', [int64(0), end, int64(1)]), int64s(0)]);
  const ends = apply('Mul', [apply('Add', [apply('Div', [queries, chunk]), int64(1)]), chunk]);
  const isSeen = apply('Less', [keys, ends]);
  const sight = apply('Where', [isSeen, layers.operations.float(0), layers.operations.float(unseen)]);
  return {
    batch: apply('Gather', [soundShape, int64s(0)]),
    moment: writeMoment(layers, shape),
    cosines: estimatorNames.cosines,
    sines: estimatorNames.sines,
    sight: apply('Unsqueeze', [sight, int64s(0, 1)]),
  };
}

/** Of a score: beyond any that is computed, and a number in float16 too. */
const unseen = -6e4;

/** Two products of the time: [1, 256] to [1, width]. */
function writeMoment({ operations: { apply }, linear }: CheckpointLayers, { width }: EstimatorShape): string {
  const part = `${estimatorStem}.time_embed.time_mlp`;
  const first = linear(estimatorNames.time, `${part}.0`, { from: 2 * waveCount, to: width });
  const opened = apply('Mul', [first, apply('Sigmoid', [first])]);
  return linear(opened, `${part}.2`, { from: width, to: width });
}

/** All that a frame is told, as one vector, with what convolutions of the frames before it add. [b, T, width]. */
function writeInput(layers: CheckpointLayers, { width }: EstimatorShape): string {
  const { apply, int64, int64s } = layers.operations;
  const { sound, condition, prompt, speaker } = estimatorNames;
  const frameCount = apply('Gather', [apply('Shape', [sound]), int64s(2)]);
  const everywhere = apply('Expand', [
    apply('Unsqueeze', [speaker, int64s(2)]),
    apply('Concat', [int64s(1, 1), frameCount], { attributes: { axis: 0n } }),
  ]);
  const told = apply('Concat', [sound, prompt, condition, everywhere], { attributes: { axis: 1n } });
  const rows = apply('Reshape', [turn(layers, told), int64s(-1, 4 * bandCount)]);
  const product = layers.linear(rows, `${estimatorStem}.input_embed.proj`, {
    from: 4 * bandCount,
    to: width,
  });
  const batch = apply('Unsqueeze', [apply('Gather', [apply('Shape', [sound]), int64(0)]), int64s(0)]);
  const frames = apply('Reshape', [
    product,
    apply('Concat', [batch, int64s(-1, width)], { attributes: { axis: 0n } }),
  ]);
  const once = convolve(layers, turn(layers, frames), { part: 'conv1', width });
  const twice = convolve(layers, once, { part: 'conv2', width });
  return apply('Add', [turn(layers, twice), frames]);
}

function turn(layers: CheckpointLayers, values: string): string {
  return layers.operations.apply('Transpose', [values], { attributes: { perm: [0n, 2n, 1n] } });
}

interface Convolution {
  readonly part: string;
  readonly width: number;
}

/** Over this frame and those before it, in groups of channels, with Mish. [b, width, T] to the same. */
function convolve(layers: CheckpointLayers, frames: string, { part, width }: Convolution): string {
  const { apply } = layers.operations;
  const stem = `${estimatorStem}.input_embed.conv_pos_embed.${part}.0`;
  const { dims } = layers.checkpoint.tensor(`${stem}.weight`);
  const [, groupWidth = 1, length = 1] = dims;
  const bent = apply(
    'Conv',
    [
      frames,
      layers.weight(`${stem}.weight`, [width, groupWidth, length]),
      layers.weight(`${stem}.bias`, [width]),
    ],
    { attributes: { group: BigInt(width / groupWidth), pads: [BigInt(length - 1), 0n] } },
  );
  return apply('Mul', [bent, apply('Tanh', [apply('Softplus', [bent])])]);
}
