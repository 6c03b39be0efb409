import type { RecognitionEngine } from '../../registry.ts';
import { createMoonshineRecognizer } from './moonshineRecognizer.ts';
import { moonshineTiny } from './moonshineShape.ts';

/** Moonshine Tiny: English, 28 MB. */
export const moonshineEngine: RecognitionEngine = {
  id: 'moonshine',
  model: moonshineTiny.model,
  open: (model, options) =>
    createMoonshineRecognizer({
      ...options,
      paths: {
        encoder: model.path('encoder_model.onnx'),
        decoder: model.path('decoder_model_merged.onnx'),
      },
    }),
};
