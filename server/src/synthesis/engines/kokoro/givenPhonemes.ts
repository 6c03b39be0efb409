import type { PhonemizedToken } from '../../../text/phonemes/phonemizedToken.ts';
import { ipaToKokoro } from '../../../text/phonemes/ipaToKokoro.ts';
import type { UtteranceRequest } from '../../synthesizer.ts';

/**
 * Puts the phonemes that a request gives in place of those of the tokens they stand for; these become one token.
 * Where none of a span's phonemes can be said, its tokens are said as written. A possessive 's that a span leaves
 * out of its token is said behind the phonemes.
 *
 * @param language  BCP-47, of the voice
 */
export function withGivenPhonemes(
  tokens: readonly PhonemizedToken[],
  { text, spans }: Pick<UtteranceRequest, 'text' | 'spans'>,
  language: string,
): readonly PhonemizedToken[] {
  return spans.reduce((said, { startOffset, endOffset, phonemes: ipa }) => {
    const phonemes = ipaToKokoro(ipa ?? '', language);
    if (phonemes === '') return said;
    const before = said.filter(({ token }) => token.endOffset <= startOffset);
    const after = said.filter(({ token }) => token.startOffset >= endOffset);
    const replaced = said.slice(before.length, said.length - after.length);
    const token = {
      text: text.slice(startOffset, endOffset),
      startOffset,
      endOffset,
      words: [],
      before: replaced[0]?.token.before ?? '',
      after: replaced.at(-1)?.token.after ?? '',
    };
    const rest = text.slice(endOffset, replaced.at(-1)?.token.endOffset ?? endOffset);
    const ending = /^['’]s$/iu.test(rest) ? possessive(phonemes) : '';
    return [...before, { token, phonemes: phonemes + ending }, ...after];
  }, tokens);
}

function possessive(phonemes: string): string {
  if (/[szʃʒʧʤ]$/u.test(phonemes)) return 'ɪz';
  return /[ptkfθ]$/u.test(phonemes) ? 's' : 'z';
}
