/**
 * Pinyin as dictionaries write it, `nǐ hǎo` or `ni3 hao3`: syllables between spaces, the tone as a mark or a digit.
 * Initials and finals as in San Duanmu, "The Phonology of Standard Chinese" (2007).
 *
 * @returns IPA with a tone letter after each syllable; null for what is no pinyin
 */
export function pinyinToIpa(text: string): string | null {
  const syllables = text
    .trim()
    .toLowerCase()
    .split(/[\s'’-]+/u)
    .map(syllableToIpa);
  return syllables.every((syllable) => syllable !== null) ? syllables.join('') : null;
}

function syllableToIpa(written: string): string | null {
  const { letters, tone } = withoutTone(written);
  const [, initial = '', rest = ''] = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?([a-zü]+)$/u.exec(letters) ?? [];
  const final = finalAfter(initial, rest);
  const sound = final === null ? undefined : finals.get(final);
  if (sound === undefined) return null;
  return `${initials.get(initial) ?? ''}${sound}${toneLetters[tone] ?? ''}`;
}

/** The final as it is written without an initial's abbreviations: `ju` has the vowel of `lü`, `zhi` no vowel at all. */
function finalAfter(initial: string, rest: string): string | null {
  if (initial === '') return zeroInitial.get(rest) ?? (/^[aeo]/u.test(rest) ? rest : null);
  if (/^[jqx]$/u.test(initial)) return rest.replace(/^u/u, 'ü');
  if (rest === 'i' && /^(?:zh|ch|sh|r)$/u.test(initial)) return 'retroflex';
  if (rest === 'i' && /^[zcs]$/u.test(initial)) return 'dental';
  return rest;
}

/** A mark over a vowel, or a digit behind the syllable; 5 or none is the neutral tone. */
function withoutTone(written: string): { readonly letters: string; readonly tone: number } {
  const digit = /[0-5]$/u.exec(written)?.[0];
  const decomposed = written
    .replace(/[0-5]$/u, '')
    .replaceAll('v', 'ü')
    .normalize('NFD');
  const mark = toneMarks.findIndex((tone) => decomposed.includes(tone));
  const letters = decomposed.replace(/[\u0300\u0301\u0304\u030C]/gu, '').normalize('NFC');
  return { letters, tone: digit === undefined ? mark + 1 : Number(digit) };
}

/** Macron, acute, caron, grave. */
const toneMarks = ['\u0304', '\u0301', '\u030C', '\u0300'];
const toneLetters: readonly string[] = ['', '˥', '˧˥', '˨˩˦', '˥˩', ''];

const initials: ReadonlyMap<string, string> = pairs(
  'b p,p pʰ,m m,f f,d t,t tʰ,n n,l l,g k,k kʰ,h x,j tɕ,q tɕʰ,x ɕ,zh ʈʂ,ch ʈʂʰ,sh ʂ,r ɻ,z ts,c tsʰ,s s',
);

const finals: ReadonlyMap<string, string> = pairs(
  'a a,o wo,e ɤ,ê ɛ,ai ai,ei ei,ao au,ou ou,an an,en ən,ang aŋ,eng əŋ,ong ʊŋ,er aɚ,i i,ia ja,ie je,iao jau,iu jou,' +
    'ian jɛn,in in,iang jaŋ,ing iŋ,iong jʊŋ,u u,ua wa,uo wo,uai wai,ui wei,uan wan,un wən,uang waŋ,ueng wəŋ,ü y,' +
    'üe ɥe,üan ɥɛn,ün yn,ue ɥe,retroflex ɻ̩,dental ɹ̩',
);

/** Finals as they are written where no consonant comes before. */
const zeroInitial: ReadonlyMap<string, string> = pairs(
  'yi i,ya ia,ye ie,yao iao,you iu,yan ian,yin in,yang iang,ying ing,yong iong,wu u,wa ua,wo uo,wai uai,wei ui,' +
    'wan uan,wen un,wang uang,weng ueng,yu ü,yue üe,yuan üan,yun ün',
);

function pairs(list: string): ReadonlyMap<string, string> {
  return new Map(list.split(',').map((pair) => pair.split(' ') as [string, string]));
}
