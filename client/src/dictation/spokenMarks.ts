/** A mark that was said by name. */
export interface SpokenMark {
  readonly kind: MarkKind;
  readonly written: string;
  /** Of the name, with what the engine has guessed beside it. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Marks that the engine has written there. */
  readonly guessedBefore: string;
  readonly guessedAfter: string;
}

/** How a mark stands: `between` has a space on both sides, `joining` on none. */
export type MarkKind = 'end' | 'inner' | 'open' | 'close' | 'between' | 'joining';

/**
 * Finds the names of marks, English and Chinese. A name is a word like others where it is talked about: behind an
 * article, a number or the like ("a comma", "the first period", "这个逗号"), before "of" ("period of"), and in what is
 * common of two words ("comma separated", "trial period").
 */
export function findMarks(heard: string): readonly SpokenMark[] {
  const found: SpokenMark[] = [];
  for (const match of heard.matchAll(names)) {
    const [name] = match;
    const read = found.at(-1)?.endOffset ?? 0;
    const nameEnd = match.index + name.length;
    const before = guessedBefore.exec(heard.slice(read, match.index))?.[0] ?? '';
    const after = guessedAfter.exec(heard.slice(nameEnd))?.[0] ?? '';
    const startOffset = match.index - before.length;
    const endOffset = nameEnd + after.length;
    const place = { said: heard.slice(read, startOffset), before, name, after, rest: heard.slice(endOffset) };
    const mark = marks.find(({ pattern }) => pattern.test(name));
    if (mark === undefined || isTalkedAbout(place)) continue;
    const { kind, written } = mark;
    const guessed = { guessedBefore: before.trim(), guessedAfter: after };
    found.push({ kind, written, startOffset, endOffset, ...guessed });
  }
  return found;
}

const guessedBefore = /[\s,.;:!?，。；：！？、…]*$/u;
const guessedAfter = /^[,.;:!?，。；：！？、]*/u;

interface NamedMark {
  readonly pattern: RegExp;
  readonly kind: MarkKind;
  readonly written: string;
}

/** Each name is whole: `^` and `$` are added. */
function mark(pattern: string, kind: MarkKind, written: string): NamedMark {
  return { pattern: new RegExp(`^(?:${pattern})$`, 'iu'), kind, written };
}

const marks: readonly NamedMark[] = [
  mark('comma', 'inner', ','),
  mark('full stop|period', 'end', '.'),
  mark('question mark', 'end', '?'),
  mark('exclamation (?:mark|point)', 'end', '!'),
  mark('colon', 'inner', ':'),
  mark('semi[- ]?colon', 'inner', ';'),
  mark('dash', 'between', '–'),
  mark('hyphen', 'joining', '-'),
  mark('open (?:quotes?|quotation marks?)', 'open', '"'),
  mark('(?:close|end) (?:quotes?|quotation marks?)', 'close', '"'),
  mark('open (?:brackets?|parenthes[ei]s)', 'open', '('),
  mark('close (?:brackets?|parenthes[ei]s)', 'close', ')'),
  mark('逗[号號]', 'inner', '，'),
  mark('句[号號]', 'end', '。'),
  mark('[问問][号號]', 'end', '？'),
  mark('(?:感|惊|驚)?[叹嘆][号號]', 'end', '！'),
  mark('冒[号號]', 'inner', '：'),
  mark('分[号號]', 'inner', '；'),
  mark('[顿頓][号號]', 'inner', '、'),
  mark('省略[号號]', 'joining', '……'),
  mark('破折[号號]', 'joining', '——'),
  mark('[左前上]引[号號]', 'open', '“'),
  mark('[右后後下]引[号號]', 'joining', '”'),
  mark('[左前]括[号號]', 'open', '（'),
  mark('[右后後]括[号號]', 'joining', '）'),
];

const isChinese = ({ pattern }: NamedMark): boolean => /\p{Script=Han}/u.test(pattern.source);
const namesOf = (some: readonly NamedMark[]): string =>
  some.map(({ pattern }) => pattern.source.slice(1, -1)).join('|');
const names = new RegExp(
  `\\b(?:${namesOf(marks.filter((one) => !isChinese(one)))})\\b|${namesOf(marks.filter(isChinese))}`,
  'giu',
);

interface NamePlace {
  readonly said: string;
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly rest: string;
}

function isTalkedAbout({ said, before, name, after, rest }: NamePlace): boolean {
  const isAfterWords = before.trim() === '' && said !== '';
  const isBeforeWords = after === '' && rest !== '';
  if (/\p{Script=Han}/u.test(name)) {
    return (isAfterWords && chineseBefore.test(said)) || (isBeforeWords && chineseAfter.test(rest));
  }
  const word = name.toLowerCase();
  return (
    (isAfterWords && (determiner.test(said) || (compoundBefore[word]?.test(said) ?? false))) ||
    (isBeforeWords && (/^\s+of\b/iu.test(rest) || (compoundAfter[word]?.test(rest) ?? false)))
  );
}

/** "This", "that" and "her" end a phrase as often as they begin one. */
const determiner =
  /\b(?:an?|the|each|every|another|my|your|his|its|our|their|called|word)(?: (?:first|second|third|last|next|same|single|missing|extra|final|little))?$/iu;

const compoundBefore: Readonly<Record<string, RegExp>> = {
  period:
    /\b(?:time|trial|grace|notice|waiting|test|reporting|transition|long|short|longer|shorter|brief|whole|entire)$/iu,
};

const compoundAfter: Readonly<Record<string, RegExp>> = {
  comma: /^[\s-]+(?:separated|delimited|splice)\b/iu,
  period: /^\s+(?:piece|drama|when|during|from|between)\b/iu,
  colon: /^\s+cancer\b/iu,
};

const chineseBefore = /[个個这這那的用加打叫是把和或每]$/u;
const chineseAfter = /^(?:的|和|是|后面|前面|之后|之前|分隔|分开|隔开|表示)/u;
