import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import { createSession, type Session, type SessionOptions, type Tensor } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { kokoroGraphTensors, type KokoroGraphFile } from './graphRecipe.ts';
import { boundaryId } from './vocabulary.ts';
import { styleLength } from './voiceStyles.ts';

const predictor = kokoroGraphTensors['duration.onnx'];
const contour = kokoroGraphTensors['contour.onnx'];
const decoder = kokoroGraphTensors['decoder.onnx'];

/** What the model knows of a phrase before it is laid out in time. */
export interface PredictedPhrase {
  /** Units of 25 ms before rounding, one per phoneme, boundaries counted in. */
  readonly durations: Float32Array;
  readonly style: Tensor;
  readonly prosodyFeatures: Tensor;
  readonly textFeatures: Tensor;
}

/** A phrase laid out in time: two values of each contour for each unit. */
export interface PhraseContours {
  readonly units: readonly number[];
  /** Hz; see the recipe. */
  readonly f0: Float32Array;
  readonly energy: Float32Array;
}

/** The three graphs, to be called in this order; between the calls the caller shapes what they gave. */
export interface KokoroModel {
  readonly provider: ExecutionProvider;
  predict(phonemeIds: readonly number[], style: Float32Array): Promise<PredictedPhrase>;
  contours(phrase: PredictedPhrase, units: readonly number[]): Promise<PhraseContours>;
  /** @returns 600 samples for each unit, at 24 kHz */
  decode(phrase: PredictedPhrase, contours: PhraseContours): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * The decoder runs where `options` says. The two small graphs always run on the processor: they are integer
 * graphs, take a twentieth of the time, and so every provider says a phrase with the same durations.
 *
 * @param graphPaths  the files that the recipe makes
 */
export async function openKokoroModel(
  graphPaths: Readonly<Record<KokoroGraphFile, string>>,
  options: SessionOptions,
): Promise<KokoroModel> {
  const sessions: Session[] = [];
  const open = async (file: KokoroGraphFile): Promise<Session> => {
    const place = file === 'decoder.onnx' ? options : { ...options, provider: 'cpu' as const };
    const session = await createSession(graphPaths[file], place);
    sessions.push(session);
    return session;
  };
  const dispose = async (): Promise<void> => {
    await Promise.all(sessions.map((session) => session.dispose()));
  };
  try {
    const graphs = {
      predictor: await open('duration.onnx'),
      contour: await open('contour.onnx'),
      decoder: await open('decoder.onnx'),
    };
    const model = createModel(graphs, dispose);
    await warmUpModel(model);
    return model;
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface KokoroSessions {
  readonly predictor: Session;
  readonly contour: Session;
  readonly decoder: Session;
}

function createModel(sessions: KokoroSessions, dispose: () => Promise<void>): KokoroModel {
  return {
    provider: sessions.decoder.provider,
    dispose,
    async predict(phonemeIds, style) {
      const styleTensor = float32Tensor(style, [1, styleLength]);
      const outputs = await sessions.predictor.run({
        [predictor.inputIds]: int64Tensor(phonemeIds, [1, phonemeIds.length]),
        [predictor.style]: styleTensor,
      });
      return {
        durations: outputOf(outputs, predictor.durations, 'float32').data,
        style: styleTensor,
        prosodyFeatures: outputOf(outputs, predictor.prosodyFeatures, 'float32'),
        textFeatures: outputOf(outputs, predictor.textFeatures, 'float32'),
      };
    },
    async contours(phrase, units) {
      const outputs = await sessions.contour.run({
        [contour.prosodyFeatures]: phrase.prosodyFeatures,
        [contour.repeats]: int64Tensor(units, [1, units.length]),
        [contour.style]: phrase.style,
      });
      return {
        units,
        f0: outputOf(outputs, contour.f0, 'float32').data,
        energy: outputOf(outputs, contour.energy, 'float32').data,
      };
    },
    async decode(phrase, { units, f0, energy }) {
      const outputs = await sessions.decoder.run({
        [decoder.textFeatures]: phrase.textFeatures,
        [decoder.repeats]: int64Tensor(units, [1, units.length]),
        [decoder.f0]: float32Tensor(f0, [1, f0.length]),
        [decoder.energy]: float32Tensor(energy, [1, energy.length]),
        [decoder.style]: phrase.style,
      });
      return outputOf(outputs, decoder.waveform, 'float32').data;
    },
  };
}

/** Says nearly nothing, so that the first clause does not pay for the sessions' first run. */
async function warmUpModel(model: KokoroModel): Promise<void> {
  const ids = [boundaryId, boundaryId, boundaryId];
  const style = new Float32Array(styleLength);
  const phrase = await model.predict(ids, style);
  const contours = await model.contours(phrase, [2, 2, 2]);
  await model.decode(phrase, contours);
}
