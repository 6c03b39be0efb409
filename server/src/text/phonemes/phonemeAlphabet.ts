/**
 * The characters that Kokoro's tokenizer knows (`model.vocab` of its tokenizer.json). Others would be lost
 * without a word, so nothing else is ever given to the model.
 */
export const phonemeAlphabet: ReadonlySet<string> = new Set(
  '$;:,.!?—…"()“” \u0303ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ',
);

/** Every vowel of the English inventories, of American and of British voices. */
export function isVowelPhoneme(character: string | undefined): boolean {
  return character !== undefined && character !== '' && 'AIOQWYaiuæɑɐɒɔəɚɛɜɪʊʌᵊᵻ'.includes(character);
}

/** Every consonant of the alphabet, of all languages. */
export function isConsonantPhoneme(character: string | undefined): boolean {
  return character !== undefined && character !== '' && consonants.includes(character);
}

const consonants = 'bcdfghjklmnpqrstvwxzʣʥʦʨꭧʤβɕçɖðɟɡɥʝɰŋɳɲɴɸθɹɾɻʁɽʂʃʈʧʋɣχʎʒʔ';

/** Keeps what Kokoro can say, for phonemes that come from outside. */
export function keepKnownPhonemes(phonemes: string): string {
  return Array.from(phonemes.normalize('NFC'))
    .flatMap((character) =>
      Array.from(phonemeAlphabet.has(character) ? character : character.normalize('NFD')),
    )
    .filter((character) => phonemeAlphabet.has(character) && character !== '$')
    .join('');
}
