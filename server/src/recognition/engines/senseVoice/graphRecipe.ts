import { SpeechError } from '../../../../../protocol/errors.ts';
import { runtimeVersion } from '../../../inference/packGraph.ts';
import type { GraphRecipe } from '../../../models/preparedGraph.ts';
import { multiplyInFloat } from '../../../onnx/floatProducts.ts';
import { GraphEditor } from '../../../onnx/graphEditor.ts';
import { OnnxFormatError } from '../../../onnx/onnxFormatError.ts';
import { readModel, writeModel, type Graph, type Model, type OperatorSet } from '../../../onnx/onnxModel.ts';
import { multiplyHeadsInPlace } from './graph/attention.ts';
import { storeConstants } from './graph/constants.ts';
import { addDecisions } from './graph/decisions.ts';
import { frameShapes } from './graph/frameShapes.ts';
import { roundHeadsInPlace } from './graph/headRounding.ts';
import { keepImageRows } from './graph/imageRows.ts';
import { removeMasks } from './graph/masks.ts';
import { convolveMemoriesAsImages } from './graph/memories.ts';
import { rectifyByRounding } from './graph/rectifiers.ts';
import { separateProducts } from './graph/separateProducts.ts';
import { signWeights } from './graph/signedWeights.ts';
import { storeSizes } from './graph/sizes.ts';
import { tellLayout } from './senseVoiceLayout.ts';

/** What the recipe makes. */
export const preparedFiles = {
  graph: 'model.onnx',
  /** A `PreparedDescription`. */
  description: 'model.json',
} as const;

/** What the graph said about itself, without its weights. */
export interface PreparedDescription {
  readonly inputNames: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export type SenseVoiceWeights = 'signed' | 'asPublished' | 'float';

/**
 * Prepares SenseVoice's published graph, of one layout or the other, for one utterance at a time:
 *
 * 1. weights become signed, which is twice as fast where there is VNNI;
 * 2. masks go, of which one utterance needs none;
 * 3. the heads of the attention are multiplied where they lie;
 * 4. queries, keys and values have a product each;
 * 5. the rounding of signals rectifies them, and comes before heads are joined;
 * 6. memories are convolved as images;
 * 7. the graph decides its frames itself;
 * 8. shapes tell that all have the same number of frames.
 *
 * But for the sixth step, which adds in another order, the logits are bit by bit those of the published graph on the
 * processors that were tried. What an exporter writes in another way than those of FunASR and sherpa-onnx is left as it
 * is.
 *
 * @param weights  `asPublished` where the processor does not multiply signed weights exactly, `float` for a graphics
 *                 card
 */
export function senseVoiceRecipe(weights: SenseVoiceWeights): GraphRecipe {
  // Graphics cards have kernels of their own for what is convolved.
  const memories = weights === 'float' ? 'asPublished' : 'asImages';
  return {
    id: `sensevoice-${recipeNames[weights]}`,
    version: `7-${runtimeVersion}`,
    rewrite: (bytes) => rewriteSenseVoice(bytes, { weights, memories }),
  };
}

const recipeNames: Readonly<Record<SenseVoiceWeights, string>> = {
  signed: 'signed',
  asPublished: 'published',
  float: 'float',
};

export interface SenseVoiceRewriting {
  readonly weights: SenseVoiceWeights;
  /** With `asPublished` every step keeps the bits of the logits, floats for weights left aside. */
  readonly memories: 'asImages' | 'asPublished';
}

/** @returns `preparedFiles` */
export function rewriteSenseVoice(
  bytes: Uint8Array,
  { weights, memories }: SenseVoiceRewriting,
): Record<string, Uint8Array> {
  const model = readPublished(bytes);
  const { graph } = model;
  const constants = new Set(graph.initializers.map(({ name }) => name));
  const inputNames = graph.inputs.map(({ name }) => name).filter((name) => !constants.has(name));
  const metadata = Object.fromEntries(model.metadata.map(({ key, value }) => [key, value]));
  const outputNames = graph.outputs.map(({ name }) => name);
  const { logits, lengths } = tellLayout({ inputNames, outputNames, metadata });
  const editor = new GraphEditor(graph);
  storeConstants(editor);
  if (weights === 'signed') signWeights(editor);
  if (weights === 'float') multiplyInFloat(editor);
  removeMasks(editor, lengths);
  if (weights !== 'float') {
    // Graphics cards have no kernel for products in strides.
    multiplyHeadsInPlace(editor);
    storeSizes(editor);
    separateProducts(editor);
    roundHeadsInPlace(editor);
    rectifyByRounding(editor);
  }
  if (memories === 'asImages') convolveMemoriesAsImages(editor);
  const isInRows = keepImageRows(editor, logits);
  addDecisions(editor, { logits, searchesBlocks: weights !== 'float' });
  editor.removeDead();
  const description: PreparedDescription = { inputNames, metadata };
  return {
    [preparedFiles.graph]: writeModel({
      ...model,
      operatorSets: withContributed(model.operatorSets),
      graph: { ...editor.commit(), valueInfos: isInRows ? frameShapes(editor) : [] },
    }),
    [preparedFiles.description]: new TextEncoder().encode(JSON.stringify(description)),
  };
}

function readPublished(bytes: Uint8Array): Model & { readonly graph: Graph } {
  try {
    const model = readModel(bytes);
    const { graph } = model;
    if (graph !== undefined) return { ...model, graph };
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
  }
  throw new SpeechError('modelCorrupt', {
    message: 'The file of the SenseVoice model is no ONNX graph, or broken.',
    hint: 'Pull the model again.',
  });
}

/** Products that read their factors in strides are one of ONNX Runtime's own operators. */
function withContributed(sets: readonly OperatorSet[]): OperatorSet[] {
  const domain = 'com.microsoft';
  return sets.some((set) => set.domain === domain)
    ? [...sets]
    : [...sets, { domain, version: 1, unknownFields: [] }];
}
