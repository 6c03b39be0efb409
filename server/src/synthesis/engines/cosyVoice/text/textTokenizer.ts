import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { SpeechError } from '../../../../../../protocol/errors.ts';
import type { CosyVoiceVersion } from '../cosyVoiceVersion.ts';
import { createSpecialTokens } from './specialTokens.ts';

/** Text as the ids that the language model was trained on: Qwen2's pieces, tags and phones as one id each. */
export type TextTokenizer = (text: string) => readonly number[];

export interface TextTokenizerFiles {
  /** Qwen2's `vocab.json`. */
  readonly vocabularyPath: string;
  /** Qwen2's `merges.txt`. */
  readonly mergesPath: string;
}

/** @throws SpeechError modelIncompatible, and what reading the files throws */
export async function readTextTokenizer(
  { vocabularyPath, mergesPath }: TextTokenizerFiles,
  version: CosyVoiceVersion,
): Promise<TextTokenizer> {
  const vocabulary = vocabularySchema.safeParse(parseJson(await readFile(vocabularyPath, 'utf8')));
  if (!vocabulary.success) throw incompatible(vocabularyPath, 'no vocabulary of a byte-level BPE');
  const lines = (await readFile(mergesPath, 'utf8')).split(/\r?\n/u);
  const merges = lines.filter((line) => line !== '' && !line.startsWith('#version'));
  if (merges.length === 0 || !merges.every((line) => /^\S+ \S+$/u.test(line)))
    throw incompatible(mergesPath, 'no merges of a byte-level BPE');
  return createTextTokenizer({ vocabulary: vocabulary.data, merges }, version);
}

const vocabularySchema = z.record(z.string(), z.int().nonnegative());

export interface BytePairs {
  /** Ids by piece; a character of a piece stands for a byte of UTF-8. */
  readonly vocabulary: Readonly<Record<string, number>>;
  /** Two pieces with a space between them; the earlier a line, the earlier it is merged. */
  readonly merges: readonly string[];
}

/** Equal to Qwen2Tokenizer of the Python library transformers, special tokens added as CosyVoice adds them. */
export function createTextTokenizer(
  { vocabulary, merges }: BytePairs,
  version: CosyVoiceVersion,
): TextTokenizer {
  const added = [...createSpecialTokens(version)].map(([content, id]) => ({ ...addedToken, content, id }));
  const tokenizer = new Tokenizer(
    {
      version: '1.0',
      added_tokens: added,
      normalizer: { type: 'NFC' },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: wordPattern }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', vocab: vocabulary, merges },
    },
    {},
  );
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids;
}

const addedToken = { special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };

/** Source: tokenizer.json of Qwen/Qwen2-0.5B. */
const wordPattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function incompatible(path: string, what: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `The file ${path} holds ${what}.`,
    hint: 'Take all files of the model from one place.',
  });
}
