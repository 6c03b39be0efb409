import { matchAt, piece, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';
import { romanize } from './romanize.ts';
import { letterNames, spellWord } from './spellWord.ts';
import { symbolWords } from './symbols.ts';

const invisible = '\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF';
const latinRun = new RegExp(
  String.raw`[\p{Script=Latin}\p{Nd}_](?:[\p{Script=Latin}\p{M}\p{Nd}_${invisible}]|['’ʼ＇](?=[\p{Script=Latin}\p{Nd}]))*`,
  'uy',
);
const otherRun = new RegExp(
  String.raw`[\p{L}\p{M}\p{N}](?:(?!\p{Script=Latin})[\p{L}\p{M}${invisible}])*`,
  'uy',
);
const elided = /['’‘](?:tis|twas|twere|twill|em|til|cause|n|bout|round)(?![\p{L}\p{N}])['’]?/iuy;
const droppedLetter = /(?<=[iI][nN]|\b[oO]|\b[tT][hH])['’](?![\p{L}\p{N}])/uy;
/** Years and decades after a hyphen are left to the rules for numbers. */
const hyphen = /[-‐‑](?!\d{4}(?!\d)|\d+['’]?s(?!\p{L})|\d+[/.:]\d)(?=[\p{L}\p{Nd}])/uy;
const letterMark = /(?<letter>[CFJ])(?<mark>\+\+|#)(?![\p{L}\p{N}])/uy;
const listedLetter =
  /A(?=\+|-(?:list|frame|team|level|game|bomb|class|side|road|minor|major|flat|sharp|\d)\w*|,? (?:(?:and|or|&|to) )?[B-Z](?![\p{L}\p{N}'’])|\/[A-Z](?!\p{L}))|a(?=\/[a-z](?!\p{L}))|[Aa](?=[²³^])|I(?=\/[A-Z](?!\p{L}))/uy;
const loneLetterA = /A(?![\p{L}\p{M}\p{N}'’&-]|\.\p{L})/uy;
const lettered =
  /^(?:plan|vitamin|grade|type|section|appendix|hepatitis|group|class|team|point|option|exhibit|part|level|an|the|letter|answer|choice|category|size|bus|gate|terminal|block|model|series|side)$/iu;
const capitalsWithAnd = /[A-Z]{1,3}(?=&(?:amp;)?[A-Z])/uy;

/** One written word: an ordinary word, a hyphenated compound, an acronym, an identifier, a name such as `COVID-19`. */
export const writtenWord: Rule = (input) => {
  const marked = matchAt(letterMark, input.text, input.offset);
  if (marked?.groups !== undefined) {
    const sign = marked.groups['mark'] === '#' ? ['sharp'] : ['plus', 'plus'];
    return piece(input, marked[0].length, [marked.groups['letter'] ?? '', ...sign]);
  }
  if (isLetter(input)) return piece(input, 1, [input.text.charAt(input.offset).toUpperCase()]);
  const capitals = matchAt(capitalsWithAnd, input.text, input.offset);
  if (capitals !== undefined) return piece(input, capitals[0].length, letterNames(capitals[0]));
  return latinWord(input) ?? otherScript(input);
};

/** `'tis`, `'em`, `'n'`: the apostrophe belongs to the word. */
export const elidedWord: Rule = (input) => {
  const match = matchAt(elided, input.text, input.offset);
  if (match === undefined) return undefined;
  return piece(input, match[0].length, [match[0].toLowerCase().replace(/[’‘]/gu, "'")]);
};

function latinWord(input: RuleInput): SpokenPiece[] | undefined {
  const words: string[] = [];
  let offset = input.offset;
  for (;;) {
    const run = matchAt(latinRun, input.text, offset);
    if (run === undefined) break;
    const end = offset + run[0].length;
    const dropped = matchAt(droppedLetter, input.text, end);
    const written = dropped === undefined ? run[0] : run[0] + dropped[0];
    for (const word of spellWord(written, input.text, offset)) words.push(word);
    offset += written.length;
    const next = matchAt(hyphen, input.text, offset);
    if (next === undefined || matchAt(latinRun, input.text, offset + 1) === undefined) break;
    offset++;
  }
  return offset === input.offset ? undefined : piece(input, offset - input.offset, words);
}

/** Letters that English has no words for: Greek letters by their names, other scripts as they are romanized. */
function otherScript(input: RuleInput): SpokenPiece[] | undefined {
  const match = matchAt(otherRun, input.text, input.offset);
  if (match === undefined) return undefined;
  return piece(input, match[0].length, symbolWords.get(match[0]) ?? romanize(match[0]));
}

/** A or I as a letter: "plan A", "A, B and C", "I/O". */
function isLetter(input: RuleInput): boolean {
  const isNamed =
    (input.isAdjacent && lettered.test(input.previous)) || input.text.charAt(input.offset - 1) === '&';
  if (matchAt(listedLetter, input.text, input.offset) !== undefined) return true;
  return isNamed && matchAt(loneLetterA, input.text, input.offset) !== undefined;
}
