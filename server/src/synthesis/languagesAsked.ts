import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import { chooseLanguage } from './chooseLanguage.ts';
import { toSpeechUnits } from './speechUnits.ts';
import { keepPhonemes } from './utteranceRequests.ts';

/**
 * The languages, BCP-47, that an engine is asked for by a request, as its units are read: each may have its own, by its
 * letters. None where there is nothing to say; one of several units comes as often.
 */
export function* languagesAsked(
  request: SynthesisRequest,
  voiceLanguage: string,
): Generator<string, void, undefined> {
  const { text, language } = request;
  const asked = { voiceLanguage, ...(language !== undefined && { requested: language }) };
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  // Nothing but foreign letters makes units differ.
  if (!foreignLetter.test(text)) {
    yield chooseLanguage({ ...asked, text });
    return;
  }
  for (const { startOffset, endOffset } of keepPhonemes(toSpeechUnits(text), request))
    yield chooseLanguage({ ...asked, text: text.slice(startOffset, endOffset) });
}

const foreignLetter = /(?!\p{Script=Latin})\p{L}/u;
