import { SpeechError } from '../../../../../../protocol/errors.ts';
import type { GraphRecipe } from '../../../../models/preparedGraph.ts';
import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import { readModel, writeModel, type Graph, type Model } from '../../../../onnx/onnxModel.ts';
import { buildCrossAttention, buildDecoder } from './decoderGraph.ts';
import { buildEncoder } from './encoderGraph.ts';
import type { LayerOptions } from './layers.ts';

/** What the recipes make. */
export const preparedFiles = {
  encoder: 'encoder.onnx',
  crossAttention: 'cross_attention.onnx',
  decoder: 'decoder.onnx',
} as const;

const version = 1;

/** @throws SpeechError modelIncompatible, when it rewrites a graph of another model */
export function encoderRecipe(options: LayerOptions): GraphRecipe {
  return {
    id: `whisper-encoder-${options.arithmetic}`,
    version,
    rewrite: (bytes) =>
      rewriteGraph(bytes, (graph) => ({ [preparedFiles.encoder]: buildEncoder(graph, options) })),
  };
}

/** @throws SpeechError modelIncompatible, when it rewrites a graph of another model */
export function decoderRecipe(options: LayerOptions): GraphRecipe {
  return {
    id: `whisper-decoder-${options.arithmetic}`,
    version,
    rewrite: (bytes) =>
      rewriteGraph(bytes, (graph) => ({
        [preparedFiles.crossAttention]: buildCrossAttention(graph, options),
        [preparedFiles.decoder]: buildDecoder(graph, options),
      })),
  };
}

function rewriteGraph(
  bytes: Uint8Array,
  build: (graph: Graph) => Readonly<Record<string, Model>>,
): Record<string, Uint8Array> {
  try {
    const { graph } = readModel(bytes);
    if (graph === undefined) throw new OnnxFormatError('The model holds no graph.');
    return Object.fromEntries(Object.entries(build(graph)).map(([name, model]) => [name, writeModel(model)]));
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    throw new SpeechError('modelIncompatible', {
      message: `This is no Whisper in 8 bits as Optimum exports it. ${error.message}`,
      hint: 'Use `encoder_model_quantized.onnx` and `decoder_model_merged_quantized.onnx` of one Whisper.',
      cause: error,
    });
  }
}
