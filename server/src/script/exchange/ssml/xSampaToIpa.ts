/**
 * X-SAMPA in the alphabet of the International Phonetic Association; null where a sign is none of it. The table is that
 * of J. C. Wells, "Computer-coding the IPA" (1995), without its diacritics for the rarer phonations.
 */
export function xSampaToIpa(text: string): string | null {
  let ipa = '';
  let offset = 0;
  while (offset < text.length) {
    const length = [4, 3, 2, 1].find((size) => signs.has(text.slice(offset, offset + size)));
    if (length === undefined) return null;
    ipa += signs.get(text.slice(offset, offset + length)) ?? '';
    offset += length;
  }
  return ipa;
}

/** Pairs of a sign and what it stands for. Lower-case letters that are the same in both come below. */
const table =
  'r\\` ɻ|r\\ ɹ|d` ɖ|l` ɭ|l\\ ɺ|n` ɳ|r` ɽ|s` ʂ|s\\ ɕ|t` ʈ|z` ʐ|z\\ ʑ|x\\ ɧ|j\\ ʝ|h\\ ɦ|p\\ ɸ|v\\ ʋ|' +
  'B\\ ʙ|G\\ ɢ|G\\_< ʛ|H\\ ʜ|I\\ ᵻ|J\\ ɟ|J\\_< ʄ|K\\ ɮ|L\\ ʟ|M\\ ɰ|N\\ ɴ|O\\ ʘ|R\\ ʀ|U\\ ᵿ|X\\ ħ|' +
  'b_< ɓ|d_< ɗ|g_< ɠ|' +
  'A ɑ|B β|C ç|D ð|E ɛ|F ɱ|G ɣ|H ɥ|I ɪ|J ɲ|K ɬ|L ʎ|M ɯ|N ŋ|O ɔ|P ʋ|Q ɒ|R ʁ|S ʃ|T θ|U ʊ|V ʌ|W ʍ|X χ|Y ʏ|Z ʒ|' +
  '@` ɚ|@\\ ɘ|@ ə|{ æ|} ʉ|1 ɨ|2 ø|3\\ ɞ|3` ɝ|3 ɜ|4 ɾ|5 ɫ|6 ɐ|7 ɤ|8 ɵ|9 œ|& ɶ|? ʔ|?\\ ʕ|<\\ ʢ|>\\ ʡ|' +
  '" ˈ|% ˌ|: ː|:\\ ˑ|_" ̈|_+ ̟|_- ̠|_0 ̥|_v ̬|_h ʰ|_j ʲ|\' ʲ|_w ʷ|_~ ̃|~ ̃|_d ̪|_= ̩|= ̩|_} ̚|_> ʼ|_^ ̯|-\\ ‿|' +
  '. .';

const plainLetters = 'abcdefghijklmnopqrstuvwxyz';

const signs: ReadonlyMap<string, string> = new Map([
  ...Array.from(plainLetters, (letter) => letter).map(
    (letter) => [letter, letter === 'g' ? 'ɡ' : letter] as const,
  ),
  ...table
    .split('|')
    .map((pair) => pair.split(' '))
    .flatMap(([sign = '', ipa = '']) => (sign === '' || ipa === '' ? [] : [[sign, ipa] as const])),
  [' ', ' '],
  ['-', ''],
]);
