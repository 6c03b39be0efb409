import type { Attention } from './graph/checkpointLayers.ts';
import { buildCondition } from './graph/conditionGraph.ts';
import { buildEstimator, estimatorProducts } from './graph/estimatorGraph.ts';
import { readEstimatorShape } from './graph/estimatorShape.ts';
import { buildLanguageModel, languageModelProducts } from './graph/languageModelGraph.ts';
import { readLanguageModelShape } from './graph/languageModelShape.ts';
import { buildPitchGraph } from './graph/pitchGraph.ts';
import { buildVocoderGraph } from './graph/vocoderGraph.ts';
import type { CheckpointRecipe } from './prepareCheckpoint.ts';

/** As they are published. */
export const cosyVoiceFiles = { languageModel: 'llm.pt', flow: 'flow.pt', vocoder: 'hift.pt' } as const;

/** What the recipes make. */
export const cosyVoiceGraphs = {
  languageModel: 'language_model.onnx',
  condition: 'condition.onnx',
  estimator: 'estimator.onnx',
  pitch: 'pitch.onnx',
  vocoder: 'vocoder.onnx',
} as const;

/** Names of the vocoder's weights may begin with this, as the source has them in training. */
export const vocoderPrefix = 'generator.';

/** How and for whom the graphs are made. */
export interface GraphChoice {
  /** `eightBits` for processors, `sevenBits` for those whose products of 8 bits overflow, `floats` for graphics cards. */
  readonly arithmetic: 'floats' | 'eightBits' | 'sevenBits';
  readonly attention: Attention;
}

/** Raised whenever any of the graphs is written in another way. */
const version = 1;

/** @param headWidth  of the attention, which the checkpoint does not say */
export function languageModelRecipe(choice: GraphChoice, headWidth: number): CheckpointRecipe {
  const isFloat = choice.arithmetic === 'floats';
  return {
    id: `cosyvoice-language-model-${isFloat ? 'floats' : 'blocks'}-${choice.attention}`,
    version,
    file: cosyVoiceFiles.languageModel,
    ...(!isFloat && {
      quantize: {
        kind: 'blocks',
        parts: (checkpoint) => languageModelProducts(readLanguageModelShape(checkpoint, headWidth)),
      },
    }),
    build: (checkpoint, files) => ({
      [cosyVoiceGraphs.languageModel]: buildLanguageModel(checkpoint, {
        shape: readLanguageModelShape(checkpoint, headWidth),
        attention: choice.attention,
        ...files,
      }),
    }),
  };
}

export function flowRecipe({ arithmetic, attention }: GraphChoice): CheckpointRecipe {
  return {
    id: `cosyvoice-flow-${arithmetic.toLowerCase()}-${attention}`,
    version,
    file: cosyVoiceFiles.flow,
    ...(arithmetic !== 'floats' && {
      quantize: {
        kind: arithmetic === 'eightBits' ? 'outputs' : 'narrowOutputs',
        parts: (checkpoint) => estimatorProducts(readEstimatorShape(checkpoint)),
      },
    }),
    build: (checkpoint, files) => ({
      [cosyVoiceGraphs.condition]: buildCondition(checkpoint, files.location),
      [cosyVoiceGraphs.estimator]: buildEstimator(checkpoint, {
        shape: readEstimatorShape(checkpoint),
        attention,
        ...files,
      }),
    }),
  };
}

/** In floats everywhere: it is small, and its pitch is exact to a ten-thousandth of a hertz. */
export function vocoderRecipe(): CheckpointRecipe {
  return {
    id: 'cosyvoice-vocoder',
    version,
    file: cosyVoiceFiles.vocoder,
    dropPrefix: vocoderPrefix,
    build: (checkpoint, { location }) => ({
      [cosyVoiceGraphs.pitch]: buildPitchGraph(checkpoint, location),
      [cosyVoiceGraphs.vocoder]: buildVocoderGraph(checkpoint, location),
    }),
  };
}
