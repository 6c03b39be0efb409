import { matchAt, piece, type Rule } from './rule.ts';
import { spellWord } from './spellWord.ts';

/** `B-b-but`, `W-what`, `st-st-stop`: the beginning of a word said again, "buh buh but", instead of its letters' names. */
export const stutter: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const { starts = '', word = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const parts = starts.split(hyphens).slice(0, -1);
  if (parts.length === 1 && compounds.test(match[0])) return undefined;
  const lower = word.toLowerCase();
  if (!parts.every((part) => isStart(part, lower))) return undefined;
  return piece(input, match[0].length, [
    ...parts.map((part) => startWord(part.toLowerCase(), lower)),
    ...spellWord(word, input.text, input.offset + starts.length),
  ]);
};

const shape =
  /(?<starts>(?:[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{1,3}[-‐‑]){1,8})(?<word>[A-Za-z][A-Za-z'’]*[A-Za-z])(?![\p{L}\p{M}\p{N}_])/uy;
const hyphens = /[-‐‑]/u;
/** Words of which the first letter is one by itself. */
const compounds =
  /^(?:d.day|h.hour|t.(?:tests?|tops?|tail)|b.(?:boys?|ball)|c.(?:class|clamps?)|s.series|v.vents?)$/iu;

function isStart(part: string, word: string): boolean {
  return !/^[A-Z]{2,}$/u.test(part) && part.length < word.length && word.startsWith(part.toLowerCase());
}

/** The beginning as a word that is said like it. @param start  in small letters, as `word` is */
function startWord(start: string, word: string): string {
  if (voicedTh.test(word)) return 'the';
  const [written, sound] = sounds.find(([letters]) => letters.test(word)) ?? [];
  const isOneSound = start.length === 1 || written?.test(start) === true;
  return `${isOneSound ? (sound ?? start) : start}uh`;
}

const voicedTh = /^th(?:an|at|at['’]s|e|em|en|ere|ere['’]s|ese|ey|ey['’](?:d|ll|re|ve)|is|ose|ough|us)$/u;
const sounds: readonly (readonly [RegExp, string])[] = [
  [/^th/u, 'th'],
  [/^sh/u, 'sh'],
  [/^ch/u, 'ch'],
  [/^ph/u, 'f'],
  [/^wh/u, 'w'],
  [/^kn/u, 'n'],
  [/^wr/u, 'r'],
  [/^c[eiy]/u, 's'],
  [/^[cq]/u, 'k'],
  [/^g(?:em|en|eo|er|ia|y)/u, 'j'],
  [/^x/u, 'z'],
];
