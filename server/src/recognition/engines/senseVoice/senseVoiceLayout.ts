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

/**
 * Tells the published layouts apart by the inputs of the graph, never by the name of its file.
 *
 * @param inputNames  of the graph
 * @param comment     of the metadata, where there is one
 * @throws SpeechError modelIncompatible for a relative that only looks like it, by its name
 */
export function tellLayout(inputNames: readonly string[], comment = ''): SenseVoiceLayout {
  if (/nano/i.test(comment)) throw incompatible('FunASR-Nano');
  const has = (name: string): boolean => inputNames.includes(name);
  const layout = layouts.find(({ features, lengths, language, textNorm }) =>
    [features, lengths, language, textNorm].every(has),
  );
  if (layout !== undefined) return layout;
  if (has('prompt')) throw incompatible('SenseVoice exported for an NPU, with its prompt as an input');
  if (has('speech') && has('speech_lengths'))
    throw incompatible('Paraformer, or SenseVoice without its queries');
  throw incompatible(`a graph of the inputs ${inputNames.join(', ') || 'none'}`);
}

function incompatible(what: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `This is not SenseVoice as it is published, but ${what}.`,
    hint: 'Use `model.onnx`, `model_quant.onnx` or `model.int8.onnx` of SenseVoiceSmall.',
  });
}
