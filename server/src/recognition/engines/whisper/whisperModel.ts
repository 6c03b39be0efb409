import {
  createSession,
  disposeTensors,
  type NamedTensors,
  type Session,
  type SessionOptions,
} from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { decoderNames } from './graph/decoderGraph.ts';
import { encoderInput, encoderOutput } from './graph/encoderGraph.ts';
import type { WhisperConfig } from './whisperConfig.ts';

/** The three prepared graphs of one Whisper, loaded. */
export interface WhisperModel extends Pick<Session, 'provider' | 'dispose'> {
  /**
   * @param features  row-major [mels, 2 T], T at most `maxPositions`
   * @returns what the decoder reads of it; to be disposed of
   */
  encode(features: Float32Array): Promise<EncodedSound>;
}

export interface EncodedSound {
  /** Begins a text; to be disposed of before the sound. */
  startText(): TextDecoding;
  dispose(): void;
}

export interface TextDecoding {
  /** @returns [V] logits behind the last of the tokens; the caller's to change */
  step(tokens: readonly number[]): Promise<Float32Array>;
  dispose(): void;
}

export interface WhisperPaths {
  readonly encoder: string;
  readonly crossAttention: string;
  readonly decoder: string;
}

export type WhisperSessionOptions = Omit<SessionOptions, 'deviceOutputs'>;

/** @throws SpeechError as `createSession` */
export async function openWhisperModel(
  paths: WhisperPaths,
  config: WhisperConfig,
  options: WhisperSessionOptions,
): Promise<WhisperModel> {
  const layers = Array.from({ length: config.layerCount }, (_, layer) => layer);
  const cache = layers.flatMap((layer) => [
    { input: decoderNames.selfKey(layer), output: decoderNames.nextSelfKey(layer) },
    { input: decoderNames.selfValue(layer), output: decoderNames.nextSelfValue(layer) },
  ]);
  const crossOutputs = layers.flatMap((layer) => [
    decoderNames.crossKey(layer),
    decoderNames.crossValue(layer),
  ]);
  const sessions = await openAll([
    () => createSession(paths.encoder, { ...options, deviceOutputs: [encoderOutput] }),
    () => createSession(paths.crossAttention, { ...options, deviceOutputs: crossOutputs }),
    () => createSession(paths.decoder, { ...options, deviceOutputs: cache.map(({ output }) => output) }),
  ]);
  const [encoder, crossAttention, decoder] = sessions;

  const startText = (cross: NamedTensors): TextDecoding => {
    const { decoderHeadCount, headWidth } = config;
    const nothing = float32Tensor(new Float32Array(0), [1, decoderHeadCount, 0, headWidth]);
    let past: NamedTensors = Object.fromEntries(cache.map(({ input }) => [input, nothing]));
    return {
      async step(tokens) {
        const ids = int64Tensor(tokens, [1, tokens.length]);
        const outputs = await decoder.run({ ...cross, ...past, [decoderNames.ids]: ids });
        disposeTensors(Object.values(past));
        past = Object.fromEntries(
          cache.map(({ input, output }) => [input, outputOf(outputs, output, 'float32')]),
        );
        return outputOf(outputs, decoderNames.logits, 'float32').data;
      },
      dispose: () => {
        disposeTensors(Object.values(past));
      },
    };
  };

  return {
    provider: encoder.provider,
    async encode(features) {
      const frameCount = features.length / config.melCount;
      const { [encoderOutput]: hidden } = await encoder.run({
        [encoderInput]: float32Tensor(features, [1, config.melCount, frameCount]),
      });
      if (hidden === undefined) throw new Error('The Whisper encoder gave nothing.');
      const cross = await crossAttention.run({ [encoderOutput]: hidden });
      disposeTensors([hidden]);
      return {
        startText: () => startText(cross),
        dispose: () => {
          disposeTensors(Object.values(cross));
        },
      };
    },
    async dispose() {
      await Promise.all(sessions.map((session) => session.dispose()));
    },
  };
}

type Opening = () => Promise<Session>;

/** All of them, or none. */
async function openAll(openings: readonly [Opening, Opening, Opening]): Promise<[Session, Session, Session]> {
  const opened: Session[] = [];
  const openNext = async (open: Opening): Promise<Session> => {
    const session = await open();
    opened.push(session);
    return session;
  };
  try {
    return [await openNext(openings[0]), await openNext(openings[1]), await openNext(openings[2])];
  } catch (error) {
    await Promise.all(opened.map((session) => session.dispose()));
    throw error;
  }
}
