import type { InstalledModel } from '../../../models/modelStore.ts';
import type { Recognizer } from '../../recognizer.ts';
import { createMoonshineRecognizer, type MoonshineOptions } from './moonshineRecognizer.ts';
import { moonshineTiny } from './moonshineShape.ts';

/** Moonshine Tiny as it is published: English, 28 MB. */
export const moonshineEngine = {
  /** Catalog id of its model. */
  model: moonshineTiny.model,

  /** @throws SpeechError as `createSession` */
  open(model: InstalledModel, options: Omit<MoonshineOptions, 'paths'>): Promise<Recognizer> {
    const encoder = model.path('encoder_model.onnx');
    const decoder = model.path('decoder_model_merged.onnx');
    return createMoonshineRecognizer({ ...options, paths: { encoder, decoder } });
  },
};
