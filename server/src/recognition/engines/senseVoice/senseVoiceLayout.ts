import { SpeechError } from '../../../../../protocol/errors.ts';

/** The names of a graph's tensors; n utterances of T stacked frames, a vocabulary of V pieces. */
export interface SenseVoiceLayout {
  readonly name: 'funasr' | 'sherpa';
  /** float32 [n, T, 560] */
  readonly features: string;
  /** int32 [n]: frames that are none of the padding. */
  readonly lengths: string;
  /** int32 [n] */
  readonly language: string;
  /** int32 [n] */
  readonly textNorm: string;
  /** float32 [n, T + 4, V] */
  readonly logits: string;
}

const layouts: readonly SenseVoiceLayout[] = [
  {
    name: 'funasr',
    features: 'speech',
    lengths: 'speech_lengths',
    language: 'language',
    textNorm: 'textnorm',
    logits: 'ctc_logits',
  },
  {
    name: 'sherpa',
    features: 'x',
    lengths: 'x_length',
    language: 'language',
    textNorm: 'text_norm',
    logits: 'logits',
  },
];

/** What a graph says about itself. */
export interface GraphFacts {
  readonly inputNames: readonly string[];
  /** Absent where the graph has been prepared: it gives more than was published. */
  readonly outputNames?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Tells the published layouts apart by the inputs of the graph, never by the name of its file.
 *
 * @throws SpeechError modelIncompatible for a relative that only looks like it, by its name
 */
export function tellLayout(graph: GraphFacts): SenseVoiceLayout {
  const { inputNames, outputNames, metadata = {} } = graph;
  const { comment = '', model_type: type = ownType } = metadata;
  if (/nano/iu.test(comment)) throw incompatible('FunASR-Nano, which has another vocabulary');
  if (type !== ownType) throw incompatible(`a model of the type "${type}"`);
  const layout = layouts.find(({ features, lengths, language, textNorm }) =>
    [features, lengths, language, textNorm].every((name) => inputNames.includes(name)),
  );
  if (layout === undefined) throw incompatible(describeStranger(graph));
  if (outputNames?.includes(layout.logits) === false)
    throw incompatible(`a graph without the output "${layout.logits}"`);
  return layout;
}

/** As the metadata of the sherpa layout names it. */
const ownType = 'sense_voice_ctc';

function describeStranger({ inputNames, outputNames = [] }: GraphFacts): string {
  const has = (name: string): boolean => inputNames.includes(name);
  if (has('prompt')) return 'SenseVoice exported for an NPU, with its prompt as an input';
  if (has('speech') && has('speech_lengths')) {
    // Both take features and their length only; Paraformer also counts its tokens.
    return outputNames.some((name) => /token_num|alphas/u.test(name))
      ? 'Paraformer'
      : 'SenseVoice without its queries, which are in a file of their own (embedding.npy)';
  }
  return `a graph of the inputs ${inputNames.join(', ') || 'none'}`;
}

function incompatible(what: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `This is not SenseVoice as it is published, but ${what}.`,
    hint: 'Pull it with `aloud models pull sensevoice-small`, or use `model.onnx`, `model_quant.onnx` or `model.int8.onnx` of SenseVoiceSmall in the layout of FunASR or sherpa-onnx.',
  });
}
