import { SpeechError } from '../../../../../protocol/errors.ts';
import { disposeTensors, type NamedTensors, type Session } from '../../../inference/session.ts';
import { float32Tensor, outputOf, type Tensor } from '../../../inference/tensor.ts';
import type { Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import { positionCount } from './graph/languageModelAttention.ts';
import { languageModelNames, trunk, type LanguageModelShape } from './graph/languageModelShape.ts';

/** The language model of CosyVoice 2 and 3 on one utterance: what was read and spoken so far is its memory. */
export interface LanguageModelRun {
  /** How many tokens the memory holds. */
  readonly tokenCount: number;

  /**
   * Reads tokens, and gives what it thinks of the next speech token.
   *
   * @param embeds  row-major [n, width], n > 0; see `TokenRows`
   * @returns logits of the speech tokens, float32
   * @throws SpeechError inputTooLong (over 4096 tokens in all), outOfMemory, engineFailed
   */
  read(embeds: Float32Array): Promise<Float32Array>;

  /** Frees the memory. */
  dispose(): void;
}

/** @param session  of a graph with the names of `languageModelNames`; not disposed of with the run */
export function startLanguageModel(session: Session, shape: LanguageModelShape): LanguageModelRun {
  const { width, layerCount, keyHeadCount, headWidth } = shape;
  const { pastKey, pastValue, key, value } = languageModelNames;
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  const nothing = (): Tensor => float32Tensor(new Float32Array(0), [1, keyHeadCount, 0, headWidth]);
  let memory: NamedTensors = Object.fromEntries(
    layers.flatMap((layer) => [
      [pastKey(layer), nothing()],
      [pastValue(layer), nothing()],
    ]),
  );
  let tokenCount = 0;
  return {
    get tokenCount() {
      return tokenCount;
    },
    async read(embeds) {
      const newCount = embeds.length / width;
      if (tokenCount + newCount > positionCount) throw tooLong();
      const outputs = await session.run({
        ...memory,
        [languageModelNames.embeds]: float32Tensor(embeds, [1, newCount, width]),
      });
      disposeTensors(Object.values(memory));
      memory = Object.fromEntries(
        layers.flatMap((layer) => [
          [pastKey(layer), outputOf(outputs, key(layer), 'float32')],
          [pastValue(layer), outputOf(outputs, value(layer), 'float32')],
        ]),
      );
      tokenCount += newCount;
      return outputOf(outputs, languageModelNames.logits, 'float32').data;
    },
    dispose() {
      disposeTensors(Object.values(memory));
      memory = {};
    },
  };
}

/** Over 4096 tokens. */
export function tooLong(): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `The text and its speech have more than ${positionCount} tokens together.`,
    hint: 'Speak a shorter text at once.',
  });
}

/** Names of the outputs that stay on the device, where there is one. */
export function memoryOutputs({ layerCount }: LanguageModelShape): string[] {
  return Array.from({ length: layerCount }, (_, layer) => [
    languageModelNames.key(layer),
    languageModelNames.value(layer),
  ]).flat();
}

/** Rows of the tables of tokens, row-major [n, width]. */
export interface TokenRows {
  text(ids: readonly number[]): Promise<Float32Array>;
  speech(ids: readonly number[]): Promise<Float32Array>;
}

/** Reads rows where they lie in the checkpoint: the table of text tokens alone takes 545 MB. */
export function createTokenRows(checkpoint: Checkpoint, { width }: LanguageModelShape): TokenRows {
  const rowsOf =
    (name: string) =>
    async (ids: readonly number[]): Promise<Float32Array> => {
      const rows = new Float32Array(ids.length * width);
      for (const [index, id] of ids.entries()) {
        rows.set(await checkpoint.read(name, { start: id * width, count: width }), index * width);
      }
      return rows;
    };
  return { text: rowsOf(`${trunk}.embed_tokens.weight`), speech: rowsOf('speech_embedding.weight') };
}
