import type { GraphOperations } from '../../../../onnx/graphOperations.ts';

/** Short transforms as filters: 16 samples every 4, under a Hann window, the sound mirrored by 8 at both ends. */
export interface FourierLayers {
  /** [1, 1, n] to [1, 20, n / 4 + 1]: nine real parts, nine imaginary ones, and two zeros. */
  readonly analyze: (sound: string) => string;
  /** [1, 18, m], logarithms of nine magnitudes and nine arcs whose sines are the phases, to [1, 4 (m - 1)]. */
  readonly synthesize: (spectrum: string) => string;
}

const length = 16;
const hop = 4;
const binCount = length / 2 + 1;
const mostMagnitude = 100;

/**
 * Zeros behind the spectrum, so that its channels are a multiple of four: with others the convolutions of ONNX Runtime's
 * WebGPU provider are wrong, on SwiftShader at least.
 */
export const unreadCount = 2;

/** Source: torch.stft and torch.istft with `center`, as CosyVoice's generator.py calls them. */
export function createFourierLayers({
  apply,
  applyMany,
  int64s,
  float,
  floats,
}: GraphOperations): FourierLayers {
  const filters = (scale: (bin: number) => number): Float32Array =>
    Float32Array.from({ length: 2 * binCount * length }, (_, index) => {
      const row = Math.floor(index / length);
      const position = index % length;
      const angle = (2 * Math.PI * (row % binCount) * position) / length;
      const wave = row < binCount ? Math.cos(angle) : -Math.sin(angle);
      return scale(row % binCount) * wave * windowAt(position);
    });
  const strides = [BigInt(hop)];
  const kernel = [BigInt(length)];
  const transposed = (input: string, weights: string): string =>
    apply('ConvTranspose', [input, weights], { attributes: { strides, kernel_shape: kernel } });

  return {
    analyze(sound) {
      const padded = apply('Pad', [sound, int64s(0, 0, length / 2, 0, 0, length / 2)], {
        attributes: { mode: 'reflect' },
      });
      const channelCount = 2 * binCount + unreadCount;
      const weights = new Float32Array(channelCount * length);
      weights.set(filters(() => 1));
      const inputs = [padded, floats([channelCount, 1, length], weights)];
      return apply('Conv', inputs, { attributes: { strides, kernel_shape: kernel } });
    },
    synthesize(spectrum) {
      const [logarithms = '', arcs = ''] = applyMany('Split', [spectrum, int64s(binCount, binCount)], {
        outputCount: 2,
        attributes: { axis: 1n },
      });
      const magnitudes = apply('Min', [apply('Exp', [logarithms]), float(mostMagnitude)]);
      const phases = apply('Sin', [arcs]);
      const parts = ['Cos', 'Sin'].map((wave) => apply('Mul', [magnitudes, apply(wave, [phases])]));
      const bins = apply('Concat', parts, { attributes: { axis: 1n } });
      const isSingle = (bin: number): boolean => bin === 0 || bin === binCount - 1;
      const inverse = filters((bin) => (isSingle(bin) ? 1 : 2) / length);
      const summed = transposed(bins, floats([2 * binCount, 1, length], inverse));
      const squares = Float32Array.from({ length }, (_, position) => windowAt(position) ** 2);
      const [first = ''] = applyMany('Split', [spectrum, int64s(1, 2 * binCount - 1)], {
        outputCount: 2,
        attributes: { axis: 1n },
      });
      const ones = apply('Expand', [float(1), apply('Shape', [first])]);
      const overlap = transposed(ones, floats([1, 1, length], squares));
      const inner = apply('Slice', [
        apply('Div', [summed, overlap]),
        int64s(length / 2),
        int64s(-length / 2),
        int64s(2),
      ]);
      return apply('Squeeze', [inner, int64s(1)]);
    },
  };
}

/** Hann's, of one period. */
function windowAt(position: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * position) / length);
}
