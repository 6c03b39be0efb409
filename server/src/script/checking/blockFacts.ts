import type { TextRange } from '../../text/textRange.ts';
import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { collectAsks, type Ask } from './asks.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import { veryLongUtterances } from './rules/longUtterance.ts';
import { soundFiles, type NamedFile } from './rules/missingFile.ts';
import { nestedSayConflicts } from './rules/nestedSay.ts';
import { rejectedDirection } from './rules/rejectedDirection.ts';
import { pointContents, spanContents } from './rules/tagContents.ts';
import { unclosedComment, unclosedSpan, unexpectedClose, unknownTag } from './rules/tags.ts';
import { spokenWords, type SpokenWord } from './spokenWords.ts';

/** What a block says by itself, whoever speaks it. Offsets count from its start. */
export interface BlockFacts {
  readonly text: string;
  readonly diagnostics: readonly ScriptDiagnostic[];
  readonly asks: readonly Ask[];
  readonly words: readonly SpokenWord[];
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
  const words = spokenWords(block, text);
  const hasMarkup = block.content.some(({ kind }) => kind !== 'text');
  return {
    text,
    words,
    asks: collectAsks(block, text),
    files: hasMarkup ? soundFiles(block) : none,
    voices: hasMarkup ? namedVoices(block.content) : none,
    diagnostics: [
      ...rejectedDirection(block, text),
      ...(hasMarkup ? checkNodes(block.content, [], text) : none),
      ...veryLongUtterances(block, text),
    ],
  };
}

const none: readonly never[] = [];
const noFacts: BlockFacts = {
  text: '',
  diagnostics: none,
  asks: none,
  words: none,
  files: none,
  voices: none,
};

function checkNodes(nodes: readonly Inline[], outer: readonly SpanNode[], text: string): ScriptDiagnostic[] {
  return nodes.flatMap((node): readonly ScriptDiagnostic[] => {
    switch (node.kind) {
      case 'text':
      case 'escape':
        return none;
      case 'comment':
        return unclosedComment(node, node.startOffset, text);
      case 'unknownTag':
        return [unknownTag(node)];
      case 'strayClose':
        return [unexpectedClose(node)];
      case 'point':
        return pointContents(node, text);
      case 'span':
        return [
          ...unclosedSpan(node, text.trimEnd().length),
          ...spanContents(node, text),
          ...nestedSayConflicts(node, outer, (around) => takesAll(node, around, text)),
          ...checkNodes(node.children, [...outer, node], text),
        ];
    }
  });
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

function namedVoices(nodes: readonly Inline[]): NamedVoice[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'span') return [];
    const inner = namedVoices(node.children);
    const value = node.open.attributes.find(({ name }) => name === 'voice')?.value ?? null;
    if (value === null || value.text === '') return inner;
    const { text: name, startOffset, endOffset } = value;
    return [{ name, startOffset, endOffset }, ...inner];
  });
}
