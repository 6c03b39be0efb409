import { bandCount } from './conditionGraph.ts';
import type { Attention, CheckpointLayers, LinearDims } from './checkpointLayers.ts';
import type { MemoryType } from './estimatorNames.ts';
import type { EstimatorShape } from './estimatorShape.ts';

/** What all blocks of the estimator share. Frames are [b, T, width]. */
export interface EstimatorContext {
  readonly layers: CheckpointLayers;
  readonly shape: EstimatorShape;
  readonly attention: Attention;
  /** The time, seen by all blocks, [1, width]. */
  readonly moment: string;
  /** Cosines and sines of the frames' angles, [T, head width / 2]. */
  readonly cosines: string;
  readonly sines: string;
  /** Added to the scores of attention, [1, 1, T, frames before and T]: 0 where a frame sees another, and a great negative number. */
  readonly sight: string;
  /** Where there is a memory of frames before, of what type. */
  readonly memory?: MemoryType;
  /** One of each channel, for norms without weights. */
  readonly ones: string;
  /** x W^T + b of [b, T, from]. */
  readonly project: (frames: string, part: string, dims: LinearDims) => string;
  /** A norm of each frame, scaled by one more than `scale` and shifted; both [1, 1, width]. */
  readonly modulate: (frames: string, by: { readonly scale: string; readonly shift: string }) => string;
  /** So many vectors [1, 1, width] that follow from the time. */
  readonly modulation: (part: string, count: number) => string[];
}

export type EstimatorPlaces = Pick<
  EstimatorContext,
  'moment' | 'attention' | 'cosines' | 'sines' | 'sight' | 'memory'
> & {
  /** int64 [1]. */
  readonly batch: string;
};

export function createEstimatorContext(
  layers: CheckpointLayers,
  shape: EstimatorShape,
  places: EstimatorPlaces,
): EstimatorContext {
  const { apply, applyMany, int64s, floats } = layers.operations;
  const { width } = shape;
  const ones = floats([width], new Float32Array(width).fill(1));
  const opened = apply('Mul', [places.moment, apply('Sigmoid', [places.moment])]);
  const frameShapes = new Map<number, string>();
  const frameShape = (channelCount: number): string => {
    const known = frameShapes.get(channelCount);
    const made =
      known ?? apply('Concat', [places.batch, int64s(-1, channelCount)], { attributes: { axis: 0n } });
    frameShapes.set(channelCount, made);
    return made;
  };
  return {
    ...places,
    layers,
    shape,
    ones,
    project(frames, part, dims) {
      const rows = apply('Reshape', [frames, int64s(-1, dims.from)]);
      return apply('Reshape', [layers.linear(rows, part, dims), frameShape(dims.to)]);
    },
    modulate(frames, { scale, shift }) {
      const normal = apply('LayerNormalization', [frames, ones], {
        attributes: { axis: -1n, epsilon: 1e-6 },
      });
      return apply('Add', [apply('Mul', [normal, apply('Add', [scale, layers.operations.float(1)])]), shift]);
    },
    modulation(part, count) {
      const values = layers.linear(opened, part, { from: width, to: count * width });
      const whole = apply('Unsqueeze', [values, int64s(1)]);
      return applyMany('Split', [whole], {
        attributes: { axis: 2n, num_outputs: BigInt(count) },
        outputCount: count,
      });
    },
  };
}

/** [b, T, width] to [b, T, 80], by way of a norm that follows from the time. */
export function writeBands(context: EstimatorContext, frames: string, stem: string): string {
  const [scale = '', shift = ''] = context.modulation(`${stem}.norm_out.linear`, 2);
  return context.project(context.modulate(frames, { scale, shift }), `${stem}.proj_out`, {
    from: context.shape.width,
    to: bandCount,
  });
}
