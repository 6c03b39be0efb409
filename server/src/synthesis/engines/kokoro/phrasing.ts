import { joinPhonemes } from '../../../text/phonemes/joinPhonemes.ts';
import type { PhonemizedToken } from '../../../text/phonemes/phonemizedToken.ts';
import type { SpokenRange } from './phonemeProsody.ts';

/** What the model says in one run. */
export interface Phrase {
  readonly phonemes: string;
  readonly spoken: readonly SpokenRange[];
}

/**
 * Cuts a clause into runs the model can take. A clause that fits is one phrase; a longer one is cut after the
 * punctuation nearest to the limit in its second half, else between words; a single token beyond the limit, such as
 * a number of many digits, is cut between its words, or in a word.
 *
 * @param limit  phonemes, spaces and punctuation of one phrase
 */
export function toPhrases(tokens: readonly PhonemizedToken[], limit: number): Phrase[] {
  const phrases: Phrase[] = [];
  let rest = tokens.flatMap((token) => cutToken(token, limit));
  while (rest.length > 0) {
    const count = fittingCount(rest, limit);
    phrases.push(toPhrase(rest.slice(0, count)));
    rest = rest.slice(count);
  }
  return phrases.filter(({ spoken }) => spoken.some(({ range }) => range.end > range.start));
}

function toPhrase(tokens: readonly PhonemizedToken[]): Phrase {
  const { phonemes, ranges } = joinPhonemes(tokens);
  return {
    phonemes,
    spoken: tokens.map(({ token }, index) => ({ token, range: ranges[index] ?? { start: 0, end: 0 } })),
  };
}

function fittingCount(tokens: readonly PhonemizedToken[], limit: number): number {
  let length = 0;
  let count = 0;
  let afterPunctuation = 0;
  for (const { token, phonemes } of tokens) {
    length += phonemes.length + token.before.length + token.after.length + 1;
    if (length - 1 > limit) break;
    count += 1;
    if (token.after !== '' && length > limit / 2) afterPunctuation = count;
  }
  if (count === tokens.length) return count;
  return Math.max(1, afterPunctuation === 0 ? count : afterPunctuation);
}

/** A part keeps the whole token's text and offsets; only the first opens and only the last closes. */
function cutToken(spoken: PhonemizedToken, limit: number): PhonemizedToken[] {
  const { token, phonemes } = spoken;
  const room = limit - token.before.length - token.after.length;
  if (phonemes.length <= room) return [spoken];
  const parts = cutPhonemes(phonemes, Math.max(1, room));
  return parts.map((part, index) => ({
    token: {
      ...token,
      before: index === 0 ? token.before : '',
      after: index === parts.length - 1 ? token.after : '',
    },
    phonemes: part,
  }));
}

function cutPhonemes(phonemes: string, room: number): string[] {
  const parts: string[] = [];
  let rest = phonemes;
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room);
    const end = space > 0 ? space : room;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}
