import { contains, type TextRange } from '../../text/textRange.ts';
import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { collectAsks, type Ask } from './asks.ts';
import { attributeValue } from './attributeText.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import { foreignElements } from './rules/foreignElements.ts';
import { headingLines } from './rules/headingLines.ts';
import { veryLongUtterances } from './rules/longUtterance.ts';
import { soundFile, type NamedFile } from './rules/missingFile.ts';
import { nestedSayConflicts } from './rules/nestedSay.ts';
import { nearlyStructure } from './rules/nearlyStructure.ts';
import { pastedMarkdown } from './rules/pastedMarkdown.ts';
import { rejectedDirection } from './rules/rejectedDirection.ts';
import { stageWords } from './rules/stageWords.ts';
import { pointContents, spanContents } from './rules/tagContents.ts';
import { unclosedBracket, unclosedComment, unclosedSpan, unexpectedClose, unknownTag } from './rules/tags.ts';

/** What a block says by itself, whoever speaks it. Offsets count from its start. */
export interface BlockFacts {
  readonly text: string;
  readonly diagnostics: readonly ScriptDiagnostic[];
  readonly asks: readonly Ask[];
  readonly files: readonly NamedFile[];
  readonly voices: readonly NamedVoice[];
}

/** The voice of a `<say>`. */
export interface NamedVoice extends TextRange {
  readonly name: string;
}

export function readBlockFacts(block: Block, text: string): BlockFacts {
  if (!('content' in block)) {
    const diagnostics = block.kind === 'comment' ? unclosedComment(block, 0, text) : [];
    return { ...noFacts, diagnostics };
  }
  const hasMarkup = block.content.some(({ kind }) => kind !== 'text') || /[[(]/u.test(text);
  return {
    text,
    asks: collectAsks(block, text),
    ...(hasMarkup ? namesIn(block.content, { files: [], voices: [] }) : noNames),
    diagnostics: withPasted(pastedMarkdown(block, text), [
      ...rejectedDirection(block, text),
      ...nearlyStructure(block, text),
      ...headingLines(block, text),
      ...(hasMarkup ? checkNodes(block.content, [], { text, opening: openingOf(block, text) }) : none),
      ...veryLongUtterances(block, text),
    ]),
  };
}

const none: readonly never[] = [];
const noNames = { files: none, voices: none };
const noFacts: BlockFacts = {
  text: '',
  diagnostics: none,
  asks: none,
  files: none,
  voices: none,
};

interface CheckedText {
  readonly text: string;
  /** What stands before a direction: the name of who speaks, or nothing. */
  readonly opening: string;
}

function openingOf(block: Block, text: string): string {
  return block.kind === 'dialogue' ? text.slice(0, block.colon.endOffset).trim() : '';
}

function checkNodes(
  nodes: readonly Inline[],
  outer: readonly SpanNode[],
  { text, opening }: CheckedText,
): ScriptDiagnostic[] {
  const foreign = foreignElements(nodes, text);
  const found = nodes.flatMap((node): readonly ScriptDiagnostic[] => {
    switch (node.kind) {
      case 'escape':
        return none;
      case 'text':
        return stageWords(node, { text, isOpening: (offset) => isOpening(offset, { text, opening }) });
      case 'comment':
        return unclosedComment(node, node.startOffset, text);
      case 'unknownTag':
        return foreign.tags.has(node)
          ? none
          : [unknownTag(node, isOpening(node.startOffset, { text, opening }))];
      case 'strayClose':
        return [unexpectedClose(node)];
      case 'point':
        return [...unclosedBracket(node, text), ...pointContents(node, text)];
      case 'span':
        return [
          ...unclosedBracket(node.open, text),
          ...unclosedSpan(node, text.trimEnd().length),
          ...spanContents(node, text),
          ...nestedSayConflicts(node, outer, (around) => takesAll(node, around, text)),
          ...checkNodes(node.children, [...outer, node], { text, opening }),
        ];
    }
  });
  return foreign.diagnostics.length === 0 ? found : [...foreign.diagnostics, ...found];
}

/** What stands inside of a table, of code or under a heading is told with it. */
function withPasted(
  pasted: readonly ScriptDiagnostic[],
  others: readonly ScriptDiagnostic[],
): ScriptDiagnostic[] {
  const told = pasted.filter(({ severity }) => severity !== 'information');
  return [...pasted, ...others.filter((other) => !told.some((around) => contains(around, other)))];
}

/** Whether a direction could stand at an offset. */
function isOpening(offset: number, { text, opening }: CheckedText): boolean {
  return text.slice(0, offset).trim() === opening;
}

/** Whether all words of the outer span are in the inner one. */
function takesAll(inner: SpanNode, outer: SpanNode, text: string): boolean {
  return letterCount(inner.children, text) === letterCount(outer.children, text);
}

function letterCount(nodes: readonly Inline[], text: string): number {
  return nodes.reduce((count, node) => {
    if (node.kind === 'span') return count + letterCount(node.children, text);
    if (node.kind !== 'text') return count;
    const letters = text.slice(node.startOffset, node.endOffset).match(/[\p{L}\p{N}]/gu);
    return count + (letters?.length ?? 0);
  }, 0);
}

interface FoundNames {
  readonly files: NamedFile[];
  readonly voices: NamedVoice[];
}

function namesIn(nodes: readonly Inline[], found: FoundNames): FoundNames {
  for (const node of nodes) {
    if (node.kind === 'point') {
      const file = soundFile(node);
      if (file !== null) found.files.push(file);
    } else if (node.kind === 'span') {
      const value = attributeValue(node, 'voice');
      if (value !== null) {
        const { text: name, startOffset, endOffset } = value;
        found.voices.push({ name, startOffset, endOffset });
      }
      namesIn(node.children, found);
    }
  }
  return found;
}
