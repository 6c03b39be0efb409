import type { InstalledModel } from '../../../models/modelStore.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import type { Recognizer } from '../../recognizer.ts';
import { checkMoonshineDecoder } from './checkMoonshineDecoder.ts';
import { moonshineGraphRecipe, preparedDecoderFile } from './graphRecipe.ts';
import { createMoonshineRecognizer, type MoonshineOptions } from './moonshineRecognizer.ts';
import { moonshineTiny } from './moonshineShape.ts';

export type MoonshineEngineOptions = Omit<MoonshineOptions, 'paths'>;

/** Moonshine Tiny: English, 28 MB. */
export const moonshineEngine = {
  /** Catalog id of its model. */
  model: moonshineTiny.model,

  /**
   * Opens the installed model, its decoder prepared for the CPU. A GPU takes the published one: its floats.
   *
   * @throws SpeechError as `openPreparedGraph` and `createSession`
   */
  async open(
    model: InstalledModel,
    options: MoonshineEngineOptions,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Recognizer> {
    const decoder =
      options.provider === 'cpu' ? await prepareMoonshine(model, signal) : model.path(publishedDecoderFile);
    return createMoonshineRecognizer({ ...options, paths: { encoder: model.path(encoderFile), decoder } });
  },
};

const encoderFile = 'encoder_model.onnx';
const publishedDecoderFile = 'decoder_model_merged.onnx';

/** Makes the decoder of the CPU, once per machine. @returns its path */
export async function prepareMoonshine(model: InstalledModel, signal: AbortSignal): Promise<string> {
  const prepared = await openPreparedGraph(
    model,
    {
      file: publishedDecoderFile,
      recipe: moonshineGraphRecipe,
      check: (publishedPath, { [preparedDecoderFile]: preparedPath = '' }, checkSignal) =>
        checkMoonshineDecoder({ publishedPath, preparedPath, shape: moonshineTiny }, checkSignal),
    },
    signal,
  );
  const { [preparedDecoderFile]: path } = prepared;
  if (path === undefined) {
    throw new Error('The Moonshine recipe made no decoder.');
  }
  return path;
}
