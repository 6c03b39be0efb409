import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { elementTypes, type Model } from '../../../../onnx/onnxModel.ts';
import { createCheckpointLayers } from './checkpointLayers.ts';
import { createVocoderLayers } from './vocoderLayers.ts';

export const pitchNames = { mel: 'mel', pitch: 'f0' } as const;

/** Frames of 20 ms that a frame's pitch looks ahead, and back. */
export const pitchContext = { before: 8, after: 3 } as const;

/**
 * The pitch of each frame of a spectrogram: `mel` [1, 80, T] to `f0` [1, T] in Hz, near 0 where nothing has a voice.
 * Frames behind the end count as zeros: the last three are only right where the sound ends.
 *
 * All is computed in doubles, for the CPU: a phase sums the pitch of all frames before it, and in single precision how
 * a sound is cut could be heard in it.
 *
 * @param checkpoint  CosyVoice 3's `hift.pt`
 * @param location    of the checkpoint, from the folder of the graph's file
 * @throws SpeechError modelIncompatible
 * Source: FunAudioLLM/CosyVoice cosyvoice/hifigan/f0_predictor.py, CausalConvRNNF0Predictor.
 */
export function buildPitchGraph(checkpoint: Checkpoint, location: string): Model {
  const layers = createCheckpointLayers(checkpoint, { location, graphName: 'cosyvoice pitch' });
  const { filtersOf } = createVocoderLayers(layers);
  const { apply, int64s, float } = layers.operations;
  layers.addInput(createValueInfo(pitchNames.mel, 'float32', [1, 80, 'frames']));
  layers.addOutput(createValueInfo(pitchNames.pitch, 'float32', [1, 'frames']));

  const widen = (input: string): string =>
    apply('Cast', [input], { attributes: { to: BigInt(elementTypes.float64) } });
  const zero = widen(float(0));

  /** [1, in, T] to [1, out, T]: ONNX Runtime has no convolution of doubles, but products, one for each tap. */
  function convolve(input: string, part: string, [before, after]: readonly [number, number]): string {
    const { name, dims } = filtersOf(part);
    const [outCount = 0, , length = 0] = dims;
    const padded = apply('Pad', [input, int64s(0, 0, before, 0, 0, after), zero]);
    const taps = Array.from({ length }, (_, tap) =>
      // A slice that ends at 0 from the end would be empty.
      apply('Slice', [
        padded,
        int64s(tap),
        int64s(tap + 1 === length ? endOfAxis : tap + 1 - length),
        int64s(2),
      ]),
    );
    const stacked = apply('Concat', taps, { attributes: { axis: 0n } });
    const filters = apply('Transpose', [widen(name)], { attributes: { perm: [2n, 0n, 1n] } });
    const sum = apply('ReduceSum', [apply('MatMul', [filters, stacked]), int64s(0)]);
    const bias = apply('Reshape', [layers.weight(`${part}.bias`, [outCount]), int64s(1, -1, 1)]);
    return apply('Add', [sum, widen(bias)]);
  }

  /** x above 0, e^x - 1 below. */
  function elu(input: string): string {
    const below = apply('Sub', [apply('Exp', [apply('Min', [input, zero])]), widen(float(1))]);
    return apply('Add', [apply('Max', [input, zero]), below]);
  }

  const ahead = convolve(widen(pitchNames.mel), 'f0_predictor.condnet.0', [0, pitchContext.after]);
  const heard = [2, 4, 6, 8].reduce(
    (input, index) => elu(convolve(input, `f0_predictor.condnet.${index}`, [2, 0])),
    elu(ahead),
  );
  const [width = 0] = checkpoint.tensor('f0_predictor.condnet.8.bias').dims;
  const weights = widen(layers.weight('f0_predictor.classifier.weight', [1, width]));
  const summed = apply('Squeeze', [apply('MatMul', [weights, heard]), int64s(1)]);
  const values = apply('Add', [summed, widen(layers.weight('f0_predictor.classifier.bias', [1]))]);
  apply('Cast', [apply('Abs', [values])], {
    attributes: { to: BigInt(elementTypes.float32) },
    output: pitchNames.pitch,
  });
  return layers.finish();
}

/** More than any axis has. */
const endOfAxis = 2 ** 31 - 1;
