import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import { chooseLanguage } from './chooseLanguage.ts';
import { toSpeechUnits } from './speechUnits.ts';
import { keepPhonemes } from './utteranceRequests.ts';

/**
 * The languages, BCP-47, that an engine is asked for by a request, as its units are read: where it names none, each
 * may have its own, by its letters. None where there is nothing to say; one of several units comes as often.
 */
export function* languagesAsked(
  request: SynthesisRequest,
  voiceLanguage: string,
): Generator<string, void, undefined> {
  const { text, language: requested } = request;
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  if (requested !== undefined) {
    yield requested;
    return;
  }
  // Nothing but foreign letters makes units differ.
  if (!foreignLetter.test(text)) {
    yield chooseLanguage({ text, voiceLanguage });
    return;
  }
  for (const { startOffset, endOffset } of keepPhonemes(toSpeechUnits(text), request))
    yield chooseLanguage({ text: text.slice(startOffset, endOffset), voiceLanguage });
}

const foreignLetter = /(?!\p{Script=Latin})\p{L}/u;
