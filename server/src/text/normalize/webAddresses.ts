import { digitWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';
import { letterNames, spellWord } from './spellWord.ts';

const topDomains =
  'com|org|net|edu|gov|mil|io|dev|app|ai|uk|de|fr|nl|eu|ch|fi|dk|pl|cz|ru|cn|jp|kr|au|nz|ca|br|mx|info|biz|tv|ly|gg|xyz';
const email =
  /(?<local>[\p{L}\p{N}._%+-]{1,64})@(?<host>[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6})(?![\p{L}\p{N}@])/uy;
const url = /(?:(?:https?|ftp|file|wss?):\/\/|www\.)(?<rest>[^\s<>"“”{}|\\^`\]]{1,2000})/iuy;
const domain = new RegExp(
  String.raw`(?<rest>(?:[A-Za-z0-9-]{1,63}\.){1,5}(?:${topDomains})(?:/[^\s<>"“”{}|\\^\x60\])]{0,1000})?)(?![\p{L}\p{N}_-])`,
  'uy',
);
const path =
  /(?:[A-Za-z]:[\\/]|~?\/|\.{1,2}[\\/]|\\\\)(?:[\p{L}\p{N}_.@+~-]{1,255}[\\/]?){1,64}|(?:[\p{L}\p{N}_@.-]{1,255}\/){2,64}[\p{L}\p{N}_.-]{0,255}|(?:[\p{L}\p{N}_@.-]{1,255}\/){1,64}[\p{L}\p{N}_-]{1,255}\.[a-z]{1,5}(?![\p{L}\p{N}_/])/uy;
const extensions =
  'c|h|cc|cpp|cs|css|csv|dll|doc|docx|epub|exe|flac|gif|gitignore|go|htm|html|ini|ipynb|jar|java|jpeg|jpg|js|json|jsx|kt|lock|log|lua|m4a|md|mjs|cjs|mov|mp3|mp4|ogg|onnx|pdf|php|png|ppt|pptx|ps1|py|rb|rs|rtf|scss|sh|sql|srt|svg|swift|tar|toml|ts|tsx|txt|vtt|vue|wav|webm|webp|xls|xlsx|xml|yaml|yml|zip';
const fileName = new RegExp(
  String.raw`(?<name>[\p{L}\p{N}_-]{1,128}(?:\.[\p{L}\p{N}_-]{1,64}){0,3})\.(?<extension>${extensions})(?![\p{L}\p{N}_]|\.\p{L})`,
  'uy',
);
const hiddenFile = /\.[\p{L}][\p{L}\p{N}_.-]{0,64}/uy;
const handle = /(?<mark>[@#])(?<name>[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,98}[\p{L}\p{N}_])?)/uy;
const addressOpener = /[\s("'“‘<[{]/u;
const trailing = /[.,;:!?'’)\]]+$/u;
const marks: Readonly<Record<string, string>> = {
  '.': 'dot',
  '/': 'slash',
  '\\': 'backslash',
  '-': 'dash',
  _: 'underscore',
  '@': 'at',
  '~': 'tilde',
  ':': 'colon',
  '+': 'plus',
  '%': 'percent',
};
const spokenExtensions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    gif: ['gif'],
    jpeg: ['J', 'peg'],
    jpg: ['J', 'peg'],
    json: ['jason'],
    yaml: ['yamel'],
    yml: ['yamel'],
    py: ['P', 'Y'],
    ai: ['A', 'I'],
    io: ['I', 'O'],
    uk: ['U', 'K'],
    us: ['U', 'S'],
    edu: ['E', 'D', 'U'],
  }),
);
const wordExtensions =
  /^(?:com|org|net|gov|info|biz|int|mil|dev|app|me|online|site|cloud|blog|tech|java|go|jar|lock|log|lua|doc|zip|tar|vue|swift|toml|gitignore|webm|webp|flac|wav|mov|epub|in|co|be|no|at|it)$/u;

/** URLs, e-mail addresses, domains, paths and file names. Scheme, `www.`, query and fragment are not spoken. */
export const webAddress: Rule = (input) => {
  const mail = matchAt(email, input.text, input.offset);
  if (mail !== undefined) return piece(input, mail[0].length, spellAddress(mail[0]));
  const address = matchAt(url, input.text, input.offset) ?? matchAt(domain, input.text, input.offset);
  if (address !== undefined) return webPiece(input, address);
  return filePath(input);
};

/**
 * Tells where an address may begin: after white space or an opening mark, in a stretch that holds one of its marks.
 * Offsets must not decrease from call to call; all calls together read the text once.
 */
export function createAddressFinder(text: string): (offset: number) => boolean {
  const nextMark = createForwardSearch(text, /[@/.\\:]/gu);
  const nextBreak = createForwardSearch(text, /[\s<>"“”]/gu);
  return (offset) => {
    if (offset > 0 && !addressOpener.test(text.charAt(offset - 1))) return false;
    const mark = nextMark(offset);
    return mark - offset < 256 && mark < nextBreak(offset);
  };
}

function createForwardSearch(text: string, expression: RegExp): (offset: number) => number {
  let found = -1;
  return (offset) => {
    if (found < offset) {
      expression.lastIndex = offset;
      found = expression.exec(text)?.index ?? Infinity;
    }
    return found;
  };
}

/** `#HelloWorld` and `@aloud_app`; `#5` is "number five". */
export const handleOrHashtag: Rule = (input) => {
  const match = matchAt(handle, input.text, input.offset);
  const { mark = '', name = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  if (mark === '#' && /^\d+$/u.test(name)) return undefined;
  const words = spellAddress(name);
  if (words.length === 0) return undefined;
  return piece(input, match[0].length, [mark === '@' ? 'at' : 'hashtag', ...words]);
};

function webPiece(input: Parameters<Rule>[0], match: RegExpExecArray): ReturnType<Rule> {
  const written = match[0].replace(trailing, '');
  const rest = written.replace(/^(?:\w+:\/\/)?(?:www\.)?/iu, '');
  const spoken = rest.replace(/[?#].*$/su, '').replace(/\/$/u, '');
  const words = spellAddress(spoken);
  return words.length === 0 ? undefined : piece(input, written.length, words);
}

const filePath: Rule = (input) => {
  const match =
    matchAt(path, input.text, input.offset) ??
    matchAt(fileName, input.text, input.offset) ??
    matchAt(hiddenFile, input.text, input.offset);
  if (match === undefined) return undefined;
  const written = match[0].replace(/[.]+$/u, '');
  if (/^[\d/.-]+$/u.test(written) || /^\p{L}(?:\.\p{L})+$/u.test(written)) return undefined;
  const words = spellAddress(written);
  return words.length === 0 ? undefined : piece(input, written.length, words);
};

/** Every mark by its name, words and numbers in between. */
function spellAddress(written: string): string[] {
  const result: string[] = [];
  const host = /^[^/@]*@|^/u.exec(written)?.[0].length ?? 0;
  for (const match of written.matchAll(/[\p{L}\p{M}\p{N}]+|[./\\\-_@~:+%]/gu)) {
    const part = match[0];
    const mark = marks[part];
    const isEnding = result.at(-1) === 'dot' && match.index > host;
    if (mark !== undefined) result.push(mark);
    else result.push(...(isEnding ? endingWords(part) : addressPart(part)));
  }
  return result;
}

function addressPart(part: string): readonly string[] {
  if (/^\d+$/u.test(part) && part.length > 4) return digitWords(part);
  return part === 'src' ? ['source'] : spellWord(part, part, 0);
}

/** After a dot: a domain's or a file name's ending, where short ones are letters. */
function endingWords(part: string): readonly string[] {
  const lower = part.toLowerCase();
  const known = spokenExtensions.get(lower);
  if (known !== undefined) return known;
  if (wordExtensions.test(lower)) return addressPart(lower);
  return lower.length <= 3 && /^[a-z]+$/u.test(lower) && !/^[a-z]?[aeiou][a-z]$/u.test(lower)
    ? letterNames(lower)
    : addressPart(part);
}
