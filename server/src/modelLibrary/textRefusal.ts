import type { SpeechError } from '../../../protocol/errors.ts';
import { languagesAsked } from '../synthesis/languagesAsked.ts';

/** A text and what it is wished in, BCP-47; null: what the voice speaks and the letters tell. */
export interface AskedText {
  readonly text: string;
  readonly language: string | null;
  readonly voiceLanguage: string;
}

/** Why an engine cannot say a text; null: it can. */
export type RefuseText = (engine: string, text: AskedText) => SpeechError | null;

/** @param refusals  of a language, by the name of the engine; of others nothing is known */
export function createTextRefusal(
  refusals: Readonly<Record<string, (language: string) => SpeechError | null>>,
): RefuseText {
  const findRefusal: RefuseText = (engine, { text, language, voiceLanguage }) => {
    const refuse = refusals[engine];
    if (refuse === undefined) return null;
    const request = { text, voice: '', ...(language !== null && { language }) };
    for (const asked of languagesAsked(request, voiceLanguage)) {
      const refusal = refuse(asked);
      if (refusal !== null) return refusal;
    }
    return null;
  };
  /** Of texts that are all Latin letters, which are alike: a book is asked about paragraph by paragraph. */
  const ofLatin = new Map<string, SpeechError | null>();
  return (engine, asked) => {
    if (!/[\p{L}\p{N}]/u.test(asked.text)) return null;
    if (!/^[\0-\u024F\u2000-\u206F]*$/u.test(asked.text)) return findRefusal(engine, asked);
    const key = JSON.stringify([engine, asked.language, asked.voiceLanguage]);
    const known = ofLatin.get(key);
    if (known !== undefined) return known;
    const refusal = findRefusal(engine, { ...asked, text: 'a' });
    ofLatin.set(key, refusal);
    return refusal;
  };
}
