import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { pathTo } from '../../tree/walk.ts';
import { openTagAt } from '../openTag.ts';
import { placeAt, type Place } from '../place.ts';
import { closingAt } from '../typeClosing.ts';
import type { CompletionOptions } from './completionOptions.ts';
import { completeDirection } from './completeDirection.ts';
import { completeFrontMatter } from './completeFrontMatter.ts';
import { completeSpeaker } from './completeSpeaker.ts';
import { completeTag } from './completeTag.ts';
import { type Proposal, toCompletionItems } from './proposal.ts';

/** What may be written at a position: by what stands there, who speaks there, and what that voice can do. */
export function complete(
  document: ScriptDocument,
  offset: number,
  options: CompletionOptions,
): CompletionItem[] {
  const place = placeAt(document, offset);
  const proposals =
    place === null ? completeSpeaker(document, emptyPlace) : propose(document, place, options);
  return toCompletionItems(document, proposals, options.hasSnippets);
}

function propose(document: ScriptDocument, place: Place, options: CompletionOptions): readonly Proposal[] {
  switch (place.block.kind) {
    case 'frontMatter':
      return completeFrontMatter(document, place);
    case 'comment':
      return place.block.isClosed && place.offset >= place.text.trimEnd().length
        ? completeSpeaker(document, place)
        : [];
    default:
  }
  if (isInComment(place)) return [];
  const tag = openTagAt(place.text, place.offset);
  if (tag !== null) return completeTag(document, { place, tag }, options);
  const closing = completeClosing(document, place);
  if (closing.length > 0) return closing;
  const direction = completeDirection(document, place);
  return direction.length > 0 ? direction : completeSpeaker(document, place);
}

/** Behind the `>` of an opening tag: its close, with the position left before it. */
function completeClosing(document: ScriptDocument, { text, offset, blockStart }: Place): readonly Proposal[] {
  if (text[offset - 1] !== '>') return [];
  const position = blockStart + offset;
  const closing = closingAt(document, position, '>');
  if (closing === null) return [];
  return [
    {
      label: closing,
      kind: CompletionItemKind.Keyword,
      replaces: { startOffset: position, endOffset: position },
      text: closing,
      snippet: `$0${closing}`,
    },
  ];
}

const emptyPlace: Place = {
  block: { kind: 'blank', length: 0 },
  blockIndex: 0,
  blockStart: 0,
  text: '',
  offset: 0,
};

function isInComment({ block, offset }: Place): boolean {
  if (!('content' in block)) return false;
  const leaf = pathTo(block.content, offset).at(-1);
  return leaf?.kind === 'comment' && offset > leaf.startOffset && (!leaf.isClosed || offset < leaf.endOffset);
}
