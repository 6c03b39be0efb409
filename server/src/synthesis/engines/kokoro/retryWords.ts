import type { ProsodySpan } from '../../../../../protocol/prosody.ts';
import type { PhonemizedToken } from '../../../text/phonemes/phonemizedToken.ts';
import type { UtteranceRequest } from '../../synthesizer.ts';

/** A request with its tokens. */
export interface ReadRequest {
  readonly request: UtteranceRequest;
  readonly tokens: readonly PhonemizedToken[];
}

/**
 * Says the words that were misheard another way, each by itself: by another reading, slower and with an accent, or set
 * apart by pauses. Words that are no token of the utterance are left as they are.
 *
 * @param readings  for each token, how else it might be meant to be said
 */
export function retryWords(
  { request, tokens }: ReadRequest,
  readings: readonly (readonly string[])[],
): ReadRequest {
  let said = tokens;
  const spans: ProsodySpan[] = [...request.spans];
  const retried = new Map(
    tokens.flatMap(({ token }, index) => {
      const retry = request.retries?.find(({ startOffset }) => startOffset === token.startOffset);
      return retry === undefined ? [] : [[index, retry] as const];
    }),
  );
  for (const [index, retry] of retried) {
    const spoken = said[index];
    if (spoken === undefined) continue;
    const isInRun = retried.has(index - 1) || retried.has(index + 1);
    const ways = waysOf(spoken, readings[index] ?? [], isInRun);
    const way = ways[(retry.tryIndex - 1) % ways.length] ?? {};
    if (way.phonemes !== undefined) said = said.with(index, { ...spoken, phonemes: way.phonemes });
    if (way.isApart) said = setApart(said, index);
    if (way.rateFactor !== undefined) {
      const { startOffset, endOffset } = retry;
      const { rateFactor, accent } = way;
      spans.push({
        startOffset,
        endOffset,
        prosody: { rateFactor },
        ...(accent !== undefined && { accent }),
      });
    }
  }
  return { request: { ...request, spans }, tokens: said };
}

interface Way {
  readonly phonemes?: string;
  readonly rateFactor?: number;
  readonly accent?: number;
  readonly isApart?: boolean;
}

const clear: Way = { rateFactor: 0.8, accent: 0.5 };
const apart: Way = { rateFactor: 0.8, isApart: true };
const slow: Way = { rateFactor: 0.65, accent: 0.3 };

/** A number is rather said unclearly than read wrong, a word the other way round; words in a row ran together. */
function waysOf({ token }: PhonemizedToken, readings: readonly string[], isInRun: boolean): readonly Way[] {
  const others = readings.map((phonemes): Way => ({ phonemes }));
  const [manner, otherManner] = isInRun ? [apart, clear] : [clear, apart];
  return /\d/.test(token.text)
    ? [manner, ...others.slice(0, 1), otherManner, ...others.slice(1), slow]
    : [...others.slice(0, 1), manner, ...others.slice(1), otherManner, slow];
}

function setApart(tokens: readonly PhonemizedToken[], index: number): readonly PhonemizedToken[] {
  return tokens.map((spoken, at) => {
    const isBeside = (at === index || at === index - 1) && at < tokens.length - 1;
    if (!isBeside || spoken.token.after !== '') return spoken;
    return { ...spoken, token: { ...spoken.token, after: ',' } };
  });
}
