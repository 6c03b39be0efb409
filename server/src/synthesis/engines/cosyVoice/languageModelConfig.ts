import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SpeechError } from '../../../../../protocol/errors.ts';

/** What Qwen2's `config.json` says that the weights do not. */
export interface LanguageModelConfig {
  /** 64 of the published model: of each head of its attention. */
  readonly headWidth: number;
}

/** @throws SpeechError modelIncompatible; fileUnreadable */
export async function readLanguageModelConfig(
  file: string,
  signal: AbortSignal,
): Promise<LanguageModelConfig> {
  const text = await readFile(file, { encoding: 'utf8', signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new SpeechError('fileUnreadable', {
      message: `${file} cannot be read.`,
      hint: 'Check its permissions, or pull the model again.',
      cause,
    });
  });
  const config = configSchema.safeParse(parseJson(text));
  const headWidth = config.success ? config.data.hidden_size / config.data.num_attention_heads : NaN;
  // Each half of a head is turned by the angles of its place.
  if (!Number.isInteger(headWidth / 2))
    throw new SpeechError('modelIncompatible', {
      message: `${path.basename(file)} does not say how wide the heads of a Qwen2 are.`,
      hint: 'Take all files of the model from one place.',
    });
  return { headWidth };
}

const configSchema = z.object({
  hidden_size: z.int().positive(),
  num_attention_heads: z.int().positive(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
