import { disposeTensors, type NamedTensors, type Session } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf, type Tensor } from '../../../inference/tensor.ts';
import { loopNames } from './graph/languageModelLoop.ts';
import type { LanguageModelShape } from './graph/languageModelShape.ts';
import { windowLength, type SpeechDraw } from './speechTokens/sampleSpeechToken.ts';

/** An utterance whose tokens are drawn inside the graph, many in one call. */
export interface SpeakingLoop {
  /**
   * Speaks on: as many tokens as there are draws, or fewer where one ends the speech, which is then the last.
   *
   * @param leastCount  tokens, of this call, before which nothing can end the speech
   * @throws SpeechError outOfMemory, engineFailed
   */
  speak(draws: readonly SpeechDraw[], leastCount: number): Promise<number[]>;

  /** Frees the memory. */
  dispose(): void;
}

/**
 * @param session  of `buildLanguageModelLoop`; stays the caller's
 * @param embeds   row-major [n, width]: all that comes before the speech
 */
export function startSpeakingLoop(
  session: Session,
  { width, layerCount, keyHeadCount, headWidth }: LanguageModelShape,
  embeds: Float32Array,
): SpeakingLoop {
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  const nothing = (): Tensor => float32Tensor(new Float32Array(0), [1, keyHeadCount, 0, headWidth]);
  let state: NamedTensors = {
    [loopNames.embeds]: float32Tensor(embeds, [1, embeds.length / width, width]),
    [loopNames.recent]: int64Tensor(Array<number>(windowLength).fill(-1), [windowLength]),
    ...Object.fromEntries(
      layers.flatMap((layer) => [
        [loopNames.pastKey(layer), nothing()],
        [loopNames.pastValue(layer), nothing()],
      ]),
    ),
  };
  return {
    async speak(draws, leastCount) {
      const outputs = await session.run({
        ...state,
        [loopNames.first]: float64Tensor(draws.map(({ first }) => first)),
        [loopNames.second]: float64Tensor(draws.map(({ second }) => second)),
        [loopNames.least]: int64Tensor([leastCount], []),
      });
      disposeTensors(Object.values(state));
      state = {
        [loopNames.embeds]: outputOf(outputs, loopNames.nextEmbeds, 'float32'),
        [loopNames.recent]: outputOf(outputs, loopNames.nextRecent, 'int64'),
        ...Object.fromEntries(
          layers.flatMap((layer) => [
            [loopNames.pastKey(layer), outputOf(outputs, loopNames.key(layer), 'float32')],
            [loopNames.pastValue(layer), outputOf(outputs, loopNames.value(layer), 'float32')],
          ]),
        ),
      };
      return Array.from(outputOf(outputs, loopNames.tokens, 'int64').data, Number);
    },
    dispose() {
      disposeTensors(Object.values(state));
      state = {};
    },
  };
}

function float64Tensor(values: readonly number[]): Tensor {
  return { type: 'float64', dims: [values.length], data: Float64Array.from(values) };
}
