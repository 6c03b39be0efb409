import { soundEvents } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type {
  Attribute,
  AttributeValue,
  Block,
  Direction,
  DirectionMeaning,
  Inline,
  SpanNode,
} from '../tree/tree.ts';

/** Part of a line with a meaning; lines and characters count from the block's start. */
export interface BlockToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: TokenType;
}

export const tokenTypes = [
  'class',
  'enumMember',
  'modifier',
  'number',
  'string',
  'function',
  'keyword',
  'decorator',
  'property',
  'comment',
  'heading',
  'strong',
  'emphasis',
] as const;

export type TokenType = (typeof tokenTypes)[number];

/** @param text  the block's */
export function blockTokens(block: Block, text: string): readonly BlockToken[] {
  const ranges = [...blockRanges(block)];
  return ranges.length === 0 ? [] : splitLines(ranges, text);
}

interface TokenRange extends TextRange {
  readonly type: TokenType;
}

function* blockRanges(block: Block): Generator<TokenRange> {
  switch (block.kind) {
    case 'comment':
      yield token('comment', { startOffset: 0, endOffset: block.length });
      return;
    case 'dialogue':
      yield token('class', block.speakerRange);
      yield* directionRanges(block.direction);
      yield* inlineRanges(block.content, null);
      return;
    case 'narration':
      yield* directionRanges(block.direction);
      yield* inlineRanges(block.content, null);
      return;
    case 'heading':
      yield* inlineRanges(block.content, 'heading');
      return;
    case 'cue':
      yield* inlineRanges(block.content, null);
      return;
    case 'frontMatter':
    case 'sceneBreak':
    case 'blank':
  }
}

function* directionRanges(direction: Direction | null): Generator<TokenRange> {
  for (const { meaning, startOffset, endOffset } of direction?.items ?? []) {
    if (meaning.kind === 'emotion' && meaning.strength !== null) {
      const nameEnd = startOffset + meaning.emotion.length;
      yield token('enumMember', { startOffset, endOffset: nameEnd });
      yield token('number', { startOffset: nameEnd + 1, endOffset });
    } else {
      yield token(directionTypes[meaning.kind], { startOffset, endOffset });
    }
  }
}

const directionTypes: Readonly<Record<DirectionMeaning['kind'], TokenType>> = {
  emotion: 'enumMember',
  delivery: 'modifier',
  rate: 'number',
  pitch: 'number',
  volume: 'number',
  instruct: 'string',
};

/** @param around  what text without a meaning of its own is */
function* inlineRanges(content: readonly Inline[], around: TokenType | null): Generator<TokenRange> {
  for (const node of content) {
    switch (node.kind) {
      case 'text':
        if (around !== null) yield token(around, node);
        break;
      case 'comment':
        yield token('comment', node);
        break;
      case 'point':
        yield token(isEvent(node.name) ? 'function' : 'keyword', node.nameRange);
        yield* partRanges(node.argument, node.attributes);
        break;
      case 'span':
        yield* spanRanges(node, around);
        break;
      case 'escape':
      case 'unknownTag':
      case 'strayClose':
        break;
    }
  }
}

function* spanRanges(span: SpanNode, around: TokenType | null): Generator<TokenRange> {
  const { open, name, children, close } = span;
  const own = name === 'strong' || name === 'emphasis' ? name : around;
  const isTag = open.form === 'tag';
  if (isTag) {
    yield token('decorator', open.nameRange);
    yield* partRanges(null, open.attributes);
  } else {
    yield token(own ?? 'emphasis', open);
  }
  yield* inlineRanges(children, own);
  if (close === null) return;
  if (!isTag) yield token(own ?? 'emphasis', close);
  else
    yield token('decorator', {
      startOffset: close.startOffset + 2,
      endOffset: close.startOffset + 2 + name.length,
    });
}

/** The argument and the attributes of a tag, in their order. */
function* partRanges(
  argument: AttributeValue | null,
  attributes: readonly Attribute[],
): Generator<TokenRange> {
  const parts = [
    ...(argument === null ? [] : [valueRange(argument)]),
    ...attributes.flatMap(({ nameRange, value }) => [
      token('property', nameRange),
      ...(value === null ? [] : [valueRange(value)]),
    ]),
  ];
  yield* parts.toSorted((a, b) => a.startOffset - b.startOffset);
}

function valueRange(value: AttributeValue): TokenRange {
  const isNumber = /^[+-]?(?:\d|\.\d)/.test(value.text);
  const quote = value.isQuoted ? 1 : 0;
  const range = { startOffset: value.startOffset - quote, endOffset: value.endOffset + quote };
  return token(isNumber ? 'number' : 'string', range);
}

function token(type: TokenType, { startOffset, endOffset }: TextRange): TokenRange {
  return { type, startOffset, endOffset };
}

const eventNames: ReadonlySet<string> = new Set(soundEvents);

function isEvent(name: string): boolean {
  return eventNames.has(name);
}

/** A token never leaves its line. */
function splitLines(ranges: readonly TokenRange[], text: string): BlockToken[] {
  const lines = linesOf(text);
  const tokens: BlockToken[] = [];
  let first = 0;
  for (const { type, startOffset, endOffset } of ranges) {
    while ((lines[first + 1]?.startOffset ?? Infinity) <= startOffset) first++;
    for (let line = first; line < lines.length; line++) {
      const { startOffset: lineStart = Infinity, endOffset: lineEnd = 0 } = lines[line] ?? {};
      if (lineStart >= endOffset) break;
      const start = Math.max(startOffset, lineStart);
      const length = Math.min(endOffset, lineEnd) - start;
      if (length > 0) tokens.push({ line, character: start - lineStart, length, type });
    }
  }
  return tokens;
}

/** Without their ends. */
function linesOf(text: string): TextRange[] {
  const lines: TextRange[] = [];
  let startOffset = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ startOffset, endOffset: index });
    startOffset = index + end.length;
  }
  lines.push({ startOffset, endOffset: text.length });
  return lines;
}
