import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/modelStore.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import type { Recognizer } from '../../recognizer.ts';
import { checkWhisperDecoder, checkWhisperEncoder } from './checkWhisperGraphs.ts';
import { decoderRecipe, encoderRecipe, preparedFiles } from './graph/graphRecipe.ts';
import { readWhisperConfig, type WhisperConfigPaths } from './whisperConfig.ts';
import type { WhisperPaths, WhisperSessionOptions } from './whisperModel.ts';
import { createWhisperRecognizer } from './whisperRecognizer.ts';

export interface WhisperPreparation {
  /** `float` for providers without integer products, as graphics cards are: the graphs are then four times as large. */
  readonly arithmetic?: 'integer' | 'float';
  /** Told that the graphs are being prepared. */
  readonly onNote: (message: string) => void;
}

export interface WhisperEngineOptions extends WhisperSessionOptions, WhisperPreparation {}

/** Whisper in the layout of Optimum, 8 bits. */
export const whisperEngine = {
  /** Catalog ids of its models; each is the name of an engine. */
  models: ['whisper-tiny', 'whisper-base', 'whisper-small'],

  /** @throws SpeechError as `prepareWhisper` and `createWhisperRecognizer` */
  async open(
    model: InstalledModel,
    { arithmetic = 'integer', onNote, ...session }: WhisperEngineOptions,
    signal: AbortSignal,
  ): Promise<Recognizer> {
    const graphs = await prepareWhisper(model, { arithmetic, onNote }, signal);
    return createWhisperRecognizer({ ...session, model: model.id, graphs, configs: configPaths(model) });
  },
};

const encoderFile = 'onnx/encoder_model_quantized.onnx';
const decoderFile = 'onnx/decoder_model_merged_quantized.onnx';

/**
 * Prepares the graphs for this processor, or for a graphics card, once per machine.
 *
 * @returns where they are
 * @throws SpeechError modelIncompatible, and as `openPreparedGraph`
 */
export async function prepareWhisper(
  model: InstalledModel,
  { arithmetic = 'integer', onNote }: WhisperPreparation,
  signal: AbortSignal,
): Promise<WhisperPaths> {
  const config = await readWhisperConfig(configPaths(model));
  const products =
    arithmetic === 'float' ? 'float' : (await hasExactSignedProducts()) ? 'signed' : 'published';
  const { [preparedFiles.encoder]: encoder } = await openPreparedGraph(
    model,
    {
      file: encoderFile,
      recipe: encoderRecipe({ arithmetic: products, headCount: config.encoderHeadCount }),
      check: (publishedPath, { [preparedFiles.encoder]: preparedPath = '' }, checkSignal) =>
        checkWhisperEncoder({ publishedPath, preparedPath, config, arithmetic }, checkSignal),
      onNote,
    },
    signal,
  );
  const { [preparedFiles.crossAttention]: crossAttention, [preparedFiles.decoder]: decoder } =
    await openPreparedGraph(
      model,
      {
        file: decoderFile,
        recipe: decoderRecipe({ arithmetic: products, headCount: config.decoderHeadCount }),
        check: (publishedPath, prepared, checkSignal) =>
          checkWhisperDecoder({ publishedPath, prepared, config, arithmetic }, checkSignal),
      },
      signal,
    );
  if (encoder === undefined || crossAttention === undefined || decoder === undefined)
    throw new Error('The Whisper recipes made no graphs.');
  return { encoder, crossAttention, decoder };
}

function configPaths(model: InstalledModel): WhisperConfigPaths {
  return {
    model: model.path('config.json'),
    generation: model.path('generation_config.json'),
    tokenizer: model.path('tokenizer.json'),
  };
}
