import { consonantPhonemes, isEndingVowel, isSyllabicL, isSyllabicN, stressMark } from './soundPatterns.ts';
import { isVowel, quality, type Phone, type Pronunciation } from './phones.ts';

/** A word as the British voices were trained to read it: no r before a consonant, long vowels marked. */
export function britishPhonemes(pronunciation: Pronunciation, spelling: string): string {
  const endingIndex = isEndingVowel(pronunciation, spelling) ? pronunciation.length - 2 : -1;
  return pronunciation
    .map((phone, index) => {
      if (!isVowel(phone)) return isSilentR(pronunciation, index) ? '' : (consonantPhonemes[phone] ?? '');
      if (index === endingIndex) return 'ɪ';
      if (isWeakEnding(pronunciation, index, spelling)) return 'ə';
      const vowel =
        vowelBeforeR(pronunciation, index, spelling) ?? plainVowel(pronunciation, index, spelling);
      return `${quality(phone) === 'EW' ? 'j' : ''}${stressMark(phone)}${vowel}`;
    })
    .join('');
}

/** "library", "factory", "secretaries": the vowel before the last r is full in American English only. */
function isWeakEnding(pronunciation: Pronunciation, index: number, spelling: string): boolean {
  const [r, i] = pronunciation.slice(index + 1, index + 3);
  return (
    /^(EH|AO)[02]$/.test(pronunciation[index] ?? '') &&
    r === 'R' &&
    i === 'IY0' &&
    index + 3 >= pronunciation.length - 1 &&
    /[aeo]r(y|ies|y's)$/.test(spelling)
  );
}

/** Words whose final r is heard again before a vowel: "far away". */
export function hasLinkingR(pronunciation: Pronunciation): boolean {
  const last = pronunciation.at(-1) ?? '';
  return last === 'R' || quality(last) === 'ER';
}

const vowelPhonemes: Readonly<Record<string, string>> = {
  AA: 'ɑː', AE: 'a', AH: 'ʌ', AO: 'ɔː', AW: 'W', AY: 'I', EH: 'ɛ', ER: 'ɜː', EW: 'uː', EY: 'A',
  IH: 'ɪ', IY: 'iː', OA: 'ɒ', OO: 'ɒ', OW: 'Q', OY: 'Y', UH: 'ʊ', UW: 'uː',
}; // prettier-ignore

function plainVowel(pronunciation: Pronunciation, index: number, spelling: string): string {
  const phone = pronunciation[index] ?? '';
  if (phone === 'AH0') {
    return isSyllabicL(pronunciation, index) || isSyllabicN(pronunciation, index) ? 'ᵊ' : 'ə';
  }
  if (quality(phone) === 'ER') {
    const r = isVowel(pronunciation[index + 1]) ? 'ɹ' : '';
    if (phone === 'ER0') return `ə${r}`;
    return r !== '' && shortUrr.test(spelling) ? 'ʌɹ' : `ɜː${r}`;
  }
  if (phone === 'IY0') return 'i';
  if (quality(phone) === 'AE' && isBroadA(pronunciation, index, spelling)) return 'ɑː';
  return vowelPhonemes[quality(phone)] ?? '';
}

/** An r that no vowel follows is silent in the south of England; so is the one that `ER` already holds. */
function isSilentR(pronunciation: Pronunciation, index: number): boolean {
  return pronunciation[index] === 'R' && index > 0 && !isVowel(pronunciation[index + 1]);
}

/** Vowels that American English merges before r. */
function vowelBeforeR(pronunciation: Pronunciation, index: number, spelling: string): string | undefined {
  if (pronunciation[index + 1] !== 'R') return undefined;
  const isBeforeVowel = isVowel(pronunciation[index + 2]);
  switch (quality(pronunciation[index] ?? '')) {
    case 'AO':
    case 'OW':
      return isBeforeVowel && shortOr.test(spelling) ? 'ɒ' : 'ɔː';
    case 'AA':
      return isBeforeVowel && shortOr.test(spelling) ? 'ɒ' : 'ɑː';
    case 'EH':
      return isBeforeVowel ? vowelOfEhr(spelling) : 'ɛː';
    case 'IH':
      return isBeforeVowel && /irr|y?rr|ira|iri|yr/.test(spelling) ? 'ɪ' : 'ɪə';
    case 'UH':
      return /^(sure|your|you're|poor|tour|moor)/.test(spelling) ? 'ɔː' : 'ʊə';
    default:
      return undefined;
  }
}

/** "carry" a, "ferry" ɛ, "vary" ɛː. */
function vowelOfEhr(spelling: string): string {
  if (/arr/.test(spelling)) return 'a';
  if (/air|ear|are|ary$|ari(o|e|a|ng)|aria|eir/.test(spelling)) return 'ɛː';
  return /ar/.test(spelling) ? 'a' : 'ɛ';
}

const shortUrr =
  /^(un)?(hurr(y|i)|curr(y|ie|en)|worr|courage|encourag|discourag|flourish|nourish|thorough|burr?ow|furrow|turret|surrey)/;
const shortOr =
  /orr|^(orange|forest|foreign|florist|florida|historic|moral|morality|origin|coral|oregon|warrior|warrant|quarr|majority|authority|minority|priority|choral|oral|borough|metaphoric|euphoric|categorical)/;

/** The "bath" words: broad in the south of England although American has æ. */
function isBroadA(pronunciation: Pronunciation, index: number, spelling: string): boolean {
  const [next, second] = pronunciation.slice(index + 1, index + 3) as (Phone | undefined)[];
  const isBeforeFricative = next === 'F' || next === 'S' || next === 'TH' || next === 'DH';
  const isBeforeNasal =
    next === 'N' && (second === 'S' || second === 'T' || second === 'CH' || second === 'D');
  return (
    (isBeforeFricative || isBeforeNasal || next === 'M' || next === 'L' || next === 'V') &&
    broadA.test(spelling)
  );
}

const broadA =
  /^(un|re|over|by|under|after)?((after|afford)|ask|(bath|path|lath)(s|e|ing|way|room)?$|bathroom|(class|glass|grass|pass|brass|mass(?!a|i))(?!ic|if|iv|ion|eng|age|ador|acre)|(cast|fast|last|past|vast|mast|blast|master|plaster|disast|caster|forecast|broadcast|contrast|nasty|castle)(?!ic|ig|ro)|(task|mask|flask|bask|basket|casket)|(grasp|clasp|gasp|rasp)|(staff|craft|draft|shaft|raft|graft|daft|aft|laugh|half|calf|halve|calve|draught)|(rather|father|lather)|(dance|chance|glance|france|prance|lance|trance|stance|advance|enhance|answer)|(plant|grant|slant|chant|can't|aunt|advantage)|(branch|ranch|blanch|avalanche)|(demand|command|remand)|(example|sample)|banana|(photo|tele|auto|para|mono)graph)/;
