import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import { createCheckpointLayers } from './checkpointLayers.ts';
import { createVocoderLayers } from './vocoderLayers.ts';
import { createFourierLayers, unreadCount } from './fourierLayers.ts';

export const vocoderNames = { mel: 'mel', source: 'source', audio: 'audio' } as const;

/** Samples at 24 kHz of a frame of a spectrogram. */
export const frameSamples = 480;

/** Frames of 20 ms that a frame's sound looks back, and ahead; the last one for where the transforms overlap. */
export const vocoderContext = { before: 28, after: 5 } as const;

/** How many times finer each stage is. The last stage has one value more, for the transform back. */
const rates = [8, 5, 3];
/** Values of each stage to one of the source's spectrum. */
const sourceStrides = [15, 3, 1];
const blocksPerStage = 3;

/**
 * The sound of a spectrogram and its source: `mel` [1, 80, T] and `source` [1, 1, 480 T] to `audio` [1, 480 T] within
 * ±0.99. Nothing but the four next frames is looked ahead to; behind the end they count as zeros.
 *
 * @param checkpoint  CosyVoice 3's `hift.pt`
 * @param location    of the checkpoint, from the folder of the graph's file
 * @throws SpeechError modelIncompatible
 * Source: FunAudioLLM/CosyVoice cosyvoice/hifigan/generator.py, CausalHiFTGenerator (after HiFTNet, arXiv 2309.09493).
 */
export function buildVocoderGraph(checkpoint: Checkpoint, location: string): Model {
  const layers = createCheckpointLayers(checkpoint, { location, graphName: 'cosyvoice vocoder' });
  const { convolve, residualBlock } = createVocoderLayers(layers);
  const { analyze, synthesize } = createFourierLayers(layers.operations);
  const { apply, int64s, float } = layers.operations;
  layers.addInput(createValueInfo(vocoderNames.mel, 'float32', [1, 80, 'frames']));
  layers.addInput(createValueInfo(vocoderNames.source, 'float32', [1, 1, 'samples']));
  layers.addOutput(createValueInfo(vocoderNames.audio, 'float32', [1, 'samples']));
  const leaky = (input: string, alpha: number): string =>
    apply('LeakyRelu', [input], { attributes: { alpha } });

  /** Repeats each frame. */
  function repeat(input: string, rate: number, width: number): string {
    const apart = apply('Unsqueeze', [input, int64s(3)]);
    return apply('Reshape', [apply('Expand', [apart, int64s(1, 1, 1, rate)]), int64s(1, width, -1)]);
  }

  const spectrum = analyze(vocoderNames.source);
  const stages = rates.reduce(
    (input, rate, index) => {
      const [, inWidth = 0] = checkpoint.tensor(`ups.${index}.parametrizations.weight.original1`).dims;
      const finer = convolve(repeat(leaky(input, 0.1), rate, inWidth), `ups.${index}`);
      const isLast = index === rates.length - 1;
      const fitted = isLast
        ? apply('Pad', [finer, int64s(0, 0, 1, 0, 0, 0)], { attributes: { mode: 'reflect' } })
        : finer;
      const stride = sourceStrides[index] ?? 1;
      const down = convolve(spectrum, `source_downs.${index}`, {
        stride,
        unreadCount,
        pads: [stride - 1, 0],
      });
      const joined = apply('Add', [fitted, residualBlock(down, `source_resblocks.${index}`)]);
      const blocks = Array.from({ length: blocksPerStage }, (_, block) =>
        residualBlock(joined, `resblocks.${index * blocksPerStage + block}`),
      );
      return apply('Div', [apply('Sum', blocks), float(blocksPerStage)]);
    },
    convolve(vocoderNames.mel, 'conv_pre', { pads: [0, 4] }),
  );
  const sound = synthesize(convolve(leaky(stages, 0.01), 'conv_post'));
  apply('Clip', [sound, float(-0.99), float(0.99)], { output: vocoderNames.audio });
  return layers.finish();
}
