import type { Attention } from './graph/checkpointLayers.ts';
import { buildCondition } from './graph/conditionGraph.ts';
import { buildEstimator, estimatorProducts } from './graph/estimatorGraph.ts';
import type { MemoryType } from './graph/estimatorNames.ts';
import { readEstimatorShape } from './graph/estimatorShape.ts';
import { buildLanguageModel, languageModelProducts } from './graph/languageModelGraph.ts';
import { readLanguageModelShape } from './graph/languageModelShape.ts';
import { buildPitchGraph } from './graph/pitchGraph.ts';
import type { QuantizedKind } from './graph/quantizedFile.ts';
import { buildVocoderGraph } from './graph/vocoderGraph.ts';
import type { CheckpointRecipe } from './prepareCheckpoint.ts';

/** As they are published. */
export const cosyVoiceFiles = {
  /** Of the two that are published, the one that was trained on by what a recognizer hears: it misspeaks less. */
  languageModel: 'llm.rl.pt',
  languageModelConfig: 'CosyVoice-BlankEN/config.json',
  vocabulary: 'CosyVoice-BlankEN/vocab.json',
  merges: 'CosyVoice-BlankEN/merges.txt',
  flow: 'flow.pt',
  vocoder: 'hift.pt',
} as const;

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
  /**
   * `eightBits` for processors, `sevenBits` for those whose products of 8 bits overflow; `halves` and `floats`, of 16 and
   * 32 bits, for graphics cards.
   */
  readonly arithmetic: 'floats' | 'halves' | 'eightBits' | 'sevenBits';
  readonly attention: Attention;
}

/** Raised whenever any of the graphs is written in another way. */
const version = 2;

type Arithmetic = GraphChoice['arithmetic'];

const languageModelKinds: Readonly<Partial<Record<Arithmetic, QuantizedKind>>> = {
  halves: 'halves',
  eightBits: 'blocks',
  sevenBits: 'blocks',
};

const flowKinds: Readonly<Partial<Record<Arithmetic, QuantizedKind>>> = {
  halves: 'halves',
  eightBits: 'outputs',
  sevenBits: 'narrowOutputs',
};

/** @param headWidth  of the attention: see `readLanguageModelConfig` */
export function languageModelRecipe(choice: GraphChoice, headWidth: number): CheckpointRecipe {
  const kind = languageModelKinds[choice.arithmetic];
  return {
    id: `cosyvoice-language-model-${kind ?? 'floats'}-${choice.attention}`,
    version,
    file: cosyVoiceFiles.languageModel,
    alsoFrom: [cosyVoiceFiles.languageModelConfig],
    ...(kind !== undefined && {
      quantize: {
        kind,
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

export function flowRecipe(choice: GraphChoice): CheckpointRecipe {
  const { arithmetic, attention } = choice;
  const kind = flowKinds[arithmetic];
  const memory = flowMemoryType(choice);
  return {
    id: `cosyvoice-flow-${arithmetic.toLowerCase()}-${attention}`,
    version,
    file: cosyVoiceFiles.flow,
    ...(kind !== undefined && {
      quantize: { kind, parts: (checkpoint) => estimatorProducts(readEstimatorShape(checkpoint)) },
    }),
    build: (checkpoint, files) => ({
      [cosyVoiceGraphs.condition]: buildCondition(checkpoint, files.location),
      [cosyVoiceGraphs.estimator]: buildEstimator(checkpoint, {
        shape: readEstimatorShape(checkpoint),
        attention,
        ...(memory !== undefined && { memory }),
        ...files,
      }),
    }),
  };
}

/** On processors, which compute longer than they copy, the flow remembers. */
export function flowMemoryType({ arithmetic, attention }: GraphChoice): MemoryType | undefined {
  if (attention === 'plain') return undefined;
  return arithmetic === 'floats' ? 'float32' : 'float16';
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
