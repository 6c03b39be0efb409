import type { NamedTensors, Session } from '../../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf, type TensorOf } from '../../../../inference/tensor.ts';
import { positionCount } from '../graph/languageModelAttention.ts';
import { tooLong, type LanguageModelRun, type TokenRows } from '../languageModel.ts';

export interface SplitLanguageModelSessions {
  readonly initial: Session;
  readonly decode: Session;
  readonly head: Session;
}

/**
 * The language model in three graphs: one for what comes first, one for each token after it, one for the logits. What
 * was read is copied at each step, 25 kB a token. The sessions stay the caller's.
 */
export function startSplitLanguageModel(
  { initial, decode, head }: SplitLanguageModelSessions,
  width: number,
): LanguageModelRun {
  let memory: TensorOf<'float32'> | undefined;
  let tokenCount = 0;

  /** @param embeds  [1, n, width]; n is 1 where something was read before */
  async function step(embeds: Float32Array): Promise<NamedTensors> {
    const newCount = embeds.length / width;
    const feeds = {
      inputs_embeds: float32Tensor(embeds, [1, newCount, width]),
      attention_mask: float32Tensor(new Float32Array(tokenCount + newCount).fill(1), [
        1,
        tokenCount + newCount,
      ]),
    };
    const outputs =
      memory === undefined
        ? await initial.run(feeds)
        : await decode.run({ ...feeds, past_key_values: memory });
    memory = outputOf(outputs, memory === undefined ? 'past_key_values' : 'new_past_key_values', 'float32');
    tokenCount += newCount;
    return outputs;
  }

  return {
    get tokenCount() {
      return tokenCount;
    },
    async read(embeds) {
      if (tokenCount + embeds.length / width > positionCount) throw tooLong();
      const stride = memory === undefined ? embeds.length : width;
      let hidden = new Float32Array(0);
      for (let start = 0; start < embeds.length; start += stride) {
        const outputs = await step(embeds.subarray(start, start + stride));
        hidden = outputOf(outputs, 'hidden_states', 'float32').data.slice(-width);
      }
      const logits = await head.run({ hidden_state: float32Tensor(hidden, [1, 1, width]) });
      return outputOf(logits, 'logits', 'float32').data;
    },
    dispose() {
      memory = undefined;
    },
  };
}

export interface RowSessions {
  readonly textRows: Session;
  readonly speechRows: Session;
}

/** Tables of tokens that are graphs. */
export function createGraphRows({ textRows, speechRows }: RowSessions): TokenRows {
  const look = async (session: Session, ids: readonly number[], names: RowNames): Promise<Float32Array> => {
    const outputs = await session.run({ [names.ids]: int64Tensor(ids, [1, ids.length]) });
    return outputOf(outputs, names.rows, 'float32').data;
  };
  return {
    text: (ids) => look(textRows, ids, { ids: 'input_ids', rows: 'embeddings' }),
    speech: (ids) => look(speechRows, ids, { ids: 'token', rows: 'embedded' }),
  };
}

interface RowNames {
  readonly ids: string;
  readonly rows: string;
}
