import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import { chooseLanguage } from './chooseLanguage.ts';
import { toSpeechUnits } from './speechUnits.ts';
import { keepPhonemes } from './utteranceRequests.ts';

/**
 * The languages, BCP-47, that an engine is asked for by a request: where it names none, each unit may have its own, by
 * its letters. None where there is nothing to say.
 */
export function languagesAsked(request: SynthesisRequest, voiceLanguage: string): ReadonlySet<string> {
  const { text, language: requested } = request;
  if (!/[\p{L}\p{N}]/u.test(text)) return new Set();
  if (requested !== undefined) return new Set([requested]);
  // Nothing but foreign letters makes units differ.
  if (!foreignLetter.test(text)) return new Set([chooseLanguage({ text, voiceLanguage })]);
  const units = [...keepPhonemes(toSpeechUnits(text), request)];
  return new Set(
    units.map(({ startOffset, endOffset }) =>
      chooseLanguage({ text: text.slice(startOffset, endOffset), voiceLanguage }),
    ),
  );
}

const foreignLetter = /(?!\p{Script=Latin})\p{L}/u;
