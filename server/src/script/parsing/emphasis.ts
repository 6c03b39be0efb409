import type { TextRange } from '../../text/textRange.ts';
import type { Inline, SpanNode, TextNode } from '../tree/tree.ts';
import { isAsciiPunctuation, isSpace } from './characters.ts';

/** A run of asterisks that may open or close emphasis; what is left over is text. */
export interface AsteriskRun {
  readonly kind: 'asterisks';
  readonly startOffset: number;
  readonly endOffset: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
}

/**
 * Pairs runs of asterisks as CommonMark does ("process emphasis", https://spec.commonmark.org/0.31.2/#phase-2-inline-structure)
 * and nests what is between them. What stands deeper than {@link deepestEmphasis} stays text.
 */
export function nestEmphasis(items: readonly (Inline | AsteriskRun)[]): Inline[] {
  const runs = items
    .filter((item) => item.kind === 'asterisks')
    .map((run, index) => new RunState(run, index));
  pairRuns(runs);
  const nest = new Nest();
  let runIndex = 0;
  for (const item of items) {
    if (item.kind !== 'asterisks') {
      nest.add(item);
      continue;
    }
    const run = runs[runIndex++];
    if (run !== undefined) nest.addRun(run);
  }
  return nest.finish();
}

export function readAsteriskRun(text: string, start: number, end: number): AsteriskRun {
  let endOffset = start + 1;
  while (endOffset < end && text.charCodeAt(endOffset) === 0x2a) endOffset++;
  const before = classify(codePointBefore(text, start));
  const after = classify(endOffset < end ? (text.codePointAt(endOffset) ?? space) : space);
  return {
    kind: 'asterisks',
    startOffset: start,
    endOffset,
    canOpen: after !== 'space' && (after === 'letter' || before !== 'letter'),
    canClose: before !== 'space' && (before === 'letter' || after !== 'letter'),
  };
}

const deepestEmphasis = 8;
const space = 0x20;
const punctuation = /^[\p{P}\p{S}]$/u;

function codePointBefore(text: string, position: number): number {
  if (position === 0) return space;
  const unit = text.charCodeAt(position - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff;
  const whole = isLow && position > 1 ? text.codePointAt(position - 2) : undefined;
  return whole !== undefined && whole > 0xffff ? whole : unit;
}

function classify(codePoint: number): 'space' | 'punctuation' | 'letter' {
  if (codePoint <= 0xffff && isSpace(codePoint)) return 'space';
  if (codePoint < 0x80) return isAsciiPunctuation(codePoint) ? 'punctuation' : 'letter';
  return punctuation.test(String.fromCodePoint(codePoint)) ? 'punctuation' : 'letter';
}

/** What has become of a run so far. */
class RunState {
  readonly length: number;
  readonly run: AsteriskRun;
  readonly index: number;
  /** Asterisks not used yet. */
  remaining: number;
  /** How many asterisks each close took, from the left; and each opening, from the right. */
  readonly closes: number[] = [];
  readonly opens: number[] = [];
  previous: RunState | undefined;
  next: RunState | undefined;

  constructor(run: AsteriskRun, index: number) {
    this.run = run;
    this.index = index;
    this.length = run.endOffset - run.startOffset;
    this.remaining = this.length;
  }
}

function pairRuns(runs: readonly RunState[]): void {
  for (const [index, run] of runs.entries()) {
    run.previous = runs[index - 1];
    run.next = runs[index + 1];
  }
  /** Below these indices there is nothing to open for a closer of its kind: this is what keeps the search linear. */
  const bottoms: number[] = [-1, -1, -1, -1, -1, -1];
  let closer = runs[0];
  while (closer !== undefined) {
    if (!closer.run.canClose) {
      closer = closer.next;
      continue;
    }
    const closerKind = (closer.length % 3) + (closer.run.canOpen ? 3 : 0);
    const opener = findOpener(closer, bottoms[closerKind] ?? -1);
    if (opener === undefined) {
      bottoms[closerKind] = closer.previous?.index ?? -1;
      if (!closer.run.canOpen) unlink(closer);
      closer = closer.next;
      continue;
    }
    const used = opener.remaining >= 2 && closer.remaining >= 2 ? 2 : 1;
    opener.opens.push(used);
    closer.closes.push(used);
    opener.remaining -= used;
    closer.remaining -= used;
    opener.next = closer;
    closer.previous = opener;
    if (opener.remaining === 0) unlink(opener);
    if (closer.remaining > 0) continue;
    unlink(closer);
    closer = closer.next;
  }
}

function findOpener(closer: RunState, bottom: number): RunState | undefined {
  let opener = closer.previous;
  while (opener !== undefined && opener.index > bottom) {
    if (opener.run.canOpen && mayPair(opener, closer)) return opener;
    opener = opener.previous;
  }
  return undefined;
}

/** CommonMark's rule of three. */
function mayPair(opener: RunState, closer: RunState): boolean {
  if (!closer.run.canOpen && !opener.run.canClose) return true;
  return closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0;
}

function unlink(run: RunState): void {
  if (run.previous !== undefined) run.previous.next = run.next;
  if (run.next !== undefined) run.next.previous = run.previous;
}

interface OpenEmphasis {
  readonly startOffset: number;
  readonly endOffset: number;
  /** Null where it is too deep to be a span. */
  readonly children: Inline[] | null;
}

/** Builds the tree of spans from pieces that are known to nest. */
class Nest {
  readonly #root: Inline[] = [];
  readonly #open: OpenEmphasis[] = [];
  #target: Inline[] = this.#root;

  add(item: Inline): void {
    if (item.kind === 'text') this.#addText(item.startOffset, item.endOffset);
    else this.#target.push(item);
  }

  addRun({ run, closes, opens, remaining }: RunState): void {
    let position = run.startOffset;
    for (const length of closes) {
      this.#close(position, position + length);
      position += length;
    }
    if (remaining > 0) {
      this.#addText(position, position + remaining);
      position += remaining;
    }
    for (const length of opens.toReversed()) {
      this.#openSpan(position, position + length);
      position += length;
    }
  }

  finish(): Inline[] {
    return this.#root;
  }

  #openSpan(startOffset: number, endOffset: number): void {
    if (this.#open.length >= deepestEmphasis) {
      this.#addText(startOffset, endOffset);
      this.#open.push({ startOffset, endOffset, children: null });
      return;
    }
    const children: Inline[] = [];
    this.#open.push({ startOffset, endOffset, children });
    this.#target = children;
  }

  #close(startOffset: number, endOffset: number): void {
    const opened = this.#open.pop();
    if (opened === undefined || opened.children === null) {
      this.#addText(startOffset, endOffset);
      return;
    }
    this.#target = this.#open.findLast(({ children }) => children !== null)?.children ?? this.#root;
    this.#target.push(toSpan(opened, opened.children, { startOffset, endOffset }));
  }

  /** Text that touches the text before it is one with it. */
  #addText(startOffset: number, endOffset: number): void {
    const last = this.#target.at(-1);
    const isJoined = last?.kind === 'text' && last.endOffset === startOffset;
    const text: TextNode = {
      kind: 'text',
      startOffset: isJoined ? last.startOffset : startOffset,
      endOffset,
    };
    if (isJoined) this.#target[this.#target.length - 1] = text;
    else this.#target.push(text);
  }
}

function toSpan(open: OpenEmphasis, children: readonly Inline[], close: TextRange): SpanNode {
  const range = { startOffset: open.startOffset, endOffset: open.endOffset };
  return {
    kind: 'span',
    name: open.endOffset - open.startOffset === 2 ? 'strong' : 'emphasis',
    startOffset: open.startOffset,
    endOffset: close.endOffset,
    open: { ...range, form: 'asterisks', nameRange: range, attributes: [], junk: [], isClosed: true },
    children,
    close,
  };
}
