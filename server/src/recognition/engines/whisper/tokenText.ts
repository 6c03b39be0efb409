import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { SpeechError } from '../../../../../protocol/errors.ts';

/** Turns tokens into text; those that are no text are left out. */
export type TokenText = (tokens: readonly number[]) => string;

/**
 * Reads the pieces of a byte-level BPE: each of their characters stands for one byte of UTF-8.
 *
 * @param path  of `tokenizer.json`
 * @param end   the first id that is no text
 * @throws SpeechError modelIncompatible
 */
export async function readTokenText(path: string, end: number): Promise<TokenText> {
  const found = tokenizerSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!found.success)
    throw new SpeechError('modelIncompatible', {
      message: `The file ${path} holds no byte-level BPE.`,
      hint: 'Take all files of the model from one place.',
    });
  const pieces: string[] = [];
  for (const [piece, id] of Object.entries(found.data.model.vocab)) pieces[id] = piece;
  return createTokenText(pieces.slice(0, end));
}

const tokenizerSchema = z.object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) });

/** @param pieces  by id; ids beyond are no text */
export function createTokenText(pieces: readonly string[]): TokenText {
  const byteOf = createByteAlphabet();
  return (tokens) => {
    const bytes = tokens.flatMap((token) =>
      Array.from(pieces[token] ?? '', (character) => byteOf.get(character) ?? []).flat(),
    );
    return new TextDecoder().decode(Uint8Array.from(bytes)).replace(/\s+/gu, ' ').trim();
  };
}

/**
 * Bytes that can be seen stand for themselves, the others for characters from U+0100 on, in order.
 *
 * Source: openai/gpt-2 encoder.py, bytes_to_unicode.
 */
function createByteAlphabet(): ReadonlyMap<string, number> {
  const isVisible = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  const alphabet = new Map<string, number>();
  let hiddenCount = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const code = isVisible(byte) ? byte : 0x100 + hiddenCount;
    if (!isVisible(byte)) hiddenCount += 1;
    alphabet.set(String.fromCodePoint(code), byte);
  }
  return alphabet;
}
