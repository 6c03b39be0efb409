import type { CheckpointLayers } from './checkpointLayers.ts';

export interface ConvolutionOptions {
  readonly stride?: number;
  /** Channels of the input beyond those the filters read. */
  readonly unreadCount?: number;
  readonly dilation?: number;
  /** Frames of zeros; absent: before the sound, as many as the filter is long beyond one. */
  readonly pads?: readonly [before: number, after: number];
}

interface Filters {
  readonly name: string;
  readonly dims: readonly number[];
}

/** Layers of the vocoder that are in both of its graphs. Tensors are [1, channels, frames]. */
export interface VocoderLayers {
  /** The filters [out, in, taps] of a part, whole or as directions and lengths. */
  readonly filtersOf: (part: string) => Filters;
  /** `part` has filters and a bias. */
  readonly convolve: (input: string, part: string, options?: ConvolutionOptions) => string;
  /** x + sin²(αx) / α, with an α for each channel. */
  readonly snake: (input: string, part: string) => string;
  /** Three times a snake, a dilated filter, a snake and a filter, added to what came in. */
  readonly residualBlock: (input: string, part: string) => string;
}

export function createVocoderLayers({ checkpoint, operations, weight }: CheckpointLayers): VocoderLayers {
  const { apply, int64s, float } = operations;

  /**
   * The filters of a layer. Where they are normalized, they are made when the graph is loaded.
   *
   * Source: torch.nn.utils.parametrizations.weight_norm, g v / |v| with one g for each output channel.
   */
  function filtersOf(part: string): Filters {
    const whole = `${part}.weight`;
    if (checkpoint.has(whole)) {
      const { dims } = checkpoint.tensor(whole);
      return { name: weight(whole, dims), dims };
    }
    const norms = `${part}.parametrizations.weight.original0`;
    const directions = `${part}.parametrizations.weight.original1`;
    const { dims } = checkpoint.tensor(directions);
    const direction = weight(directions, dims);
    const length = apply('ReduceL2', [direction, int64s(1, 2)]);
    const unit = apply('Div', [direction, length]);
    return { name: apply('Mul', [unit, weight(norms, [dims[0] ?? 0, 1, 1])]), dims };
  }

  function convolve(input: string, part: string, options: ConvolutionOptions = {}): string {
    const { name, dims } = filtersOf(part);
    const [outCount = 0, , length = 0] = dims;
    const { stride = 1, unreadCount = 0, dilation = 1, pads = [(length - 1) * dilation, 0] } = options;
    const filters = unreadCount === 0 ? name : apply('Pad', [name, int64s(0, 0, 0, 0, unreadCount, 0)]);
    return apply('Conv', [input, filters, weight(`${part}.bias`, [outCount])], {
      attributes: {
        kernel_shape: [BigInt(length)],
        strides: [BigInt(stride)],
        dilations: [BigInt(dilation)],
        pads: pads.map(BigInt),
      },
    });
  }

  function snake(input: string, part: string): string {
    const { dims } = checkpoint.tensor(`${part}.alpha`);
    const [count = 0] = dims;
    const alpha = apply('Reshape', [weight(`${part}.alpha`, [count]), int64s(1, -1, 1)]);
    const sine = apply('Sin', [apply('Mul', [input, alpha])]);
    // As in the source, where an α may be zero.
    const inverse = apply('Reciprocal', [apply('Add', [alpha, float(1e-9)])]);
    const share = apply('Mul', [apply('Mul', [sine, sine]), inverse]);
    return apply('Add', [input, share]);
  }

  function residualBlock(input: string, part: string): string {
    return dilations.reduce((sum, dilation, index) => {
      const widely = convolve(snake(sum, `${part}.activations1.${index}`), `${part}.convs1.${index}`, {
        dilation,
      });
      const closely = convolve(snake(widely, `${part}.activations2.${index}`), `${part}.convs2.${index}`);
      return apply('Add', [sum, closely]);
    }, input);
  }

  return { filtersOf, convolve, snake, residualBlock };
}

const dilations = [1, 3, 5];
