import type { SpokenToken } from '../spokenToken.ts';
import { createAddressFinder, webAddress } from './webAddresses.ts';
import { createTokenList, type TokenList } from './tokenList.ts';
import { matchAt, type EnglishDialect, type RuleInput, type SpokenPiece } from './rule.ts';
import { readPunctuation } from './punctuation.ts';
import { rulesAt } from './ruleTable.ts';

/**
 * English text as the words it is said with.
 *
 * Every word is one of: lower-case a-z with apostrophes (diacritics folded away), one upper-case letter said by its
 * name, or such a letter with `'s` (`FBIs`, `CEO's`). Emoji, markdown marks, control characters and lone surrogates are
 * silent and give no token; a run of letters of another script is romanized. Any string is accepted; the time is linear
 * in its length.
 *
 * @param dialect  decides what `03/04/2026` means, nothing else
 */
export function normalizeEnglish(text: string, dialect: EnglishDialect = 'us'): SpokenToken[] {
  const reading: Reading = {
    text,
    dialect,
    tokens: createTokenList(text),
    mayBeAddress: createAddressFinder(text),
  };
  let offset = 0;
  while (offset < text.length) {
    const next = matchAt(blank, text, offset);
    offset += next?.[0].length ?? 0;
    if (offset < text.length) {
      offset =
        readPlainWord(reading, offset) ??
        readByRules(reading, offset) ??
        readPunctuation(text, offset, reading.tokens);
    }
  }
  return reading.tokens.finish();
}

interface Reading {
  readonly text: string;
  readonly dialect: EnglishDialect;
  readonly tokens: TokenList;
  readonly mayBeAddress: (offset: number) => boolean;
}

const blank = /[\s\0-\x1F\x7F-\x9F]+/uy;
/** Lower-case words in plain surroundings, by far the most of any text, need no rule. */
const plainWord = /(?<![^ \n])(?=[a-z]*[aeiouy])[a-z]{2,}(?=[ \n,;!?]|$)/uy;
const specialWord = /^(?:[ivxl]+|eg|ie|etc|sql|api|url|gui|yaml|jpeg|json|usr)$/u;

function readPlainWord({ text, tokens }: Reading, offset: number): number | undefined {
  const match = matchAt(plainWord, text, offset);
  if (match === undefined || specialWord.test(match[0])) return undefined;
  const endOffset = offset + match[0].length;
  tokens.push({ startOffset: offset, endOffset, words: [match[0]] });
  return endOffset;
}

function readByRules({ text, dialect, tokens, mayBeAddress }: Reading, offset: number): number | undefined {
  const rules = rulesAt(text, offset);
  const isAddress = mayBeAddress(offset);
  if (rules.length === 0 && !isAddress) return undefined;
  const input: RuleInput = { text, offset, dialect, ...tokens.context(offset) };
  const pieces = (isAddress ? webAddress(input) : undefined) ?? firstReading(rules, input);
  if (pieces === undefined) return undefined;
  for (const piece of pieces) tokens.push(piece);
  return pieces.at(-1)?.endOffset;
}

function firstReading(
  rules: ReturnType<typeof rulesAt>,
  input: RuleInput,
): readonly SpokenPiece[] | undefined {
  for (const rule of rules) {
    const pieces = rule(input);
    if (pieces !== undefined && pieces.length > 0) return pieces;
  }
  return undefined;
}
