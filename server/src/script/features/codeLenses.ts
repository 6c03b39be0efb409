import { type CodeLens, type Command, Range } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import type { Block } from '../tree/tree.ts';
import { blockDurationMs, sectionDurationMs } from './duration.ts';
import { toLspRange } from './lspRange.ts';
import { sectionEnd } from './sectionRanges.ts';
import { durationText } from './texts.ts';

export interface CodeLensOptions {
  /** Also above every paragraph and line of dialogue. */
  readonly hasLines: boolean;
  /** Only of what begins in one of these; absent: of all. */
  readonly ranges?: readonly TextRange[];
}

/** Commands of the editor; their arguments are the script's uri and the range to play. */
export const playCommands = {
  line: 'aloud.playLine',
  scene: 'aloud.playScene',
  chapter: 'aloud.playChapter',
} as const;

/** What can be played. What it says is worked out when it is seen. */
export function codeLenses(document: ScriptDocument, { hasLines, ranges }: CodeLensOptions): CodeLens[] {
  const isWanted = (offset: number): boolean =>
    ranges?.some(({ startOffset, endOffset }) => offset >= startOffset && offset < endOffset) ?? true;
  return document.script.blocks.flatMap((block, index) => {
    const startOffset = document.script.blockStarts[index] ?? 0;
    const isLine = block.kind === 'dialogue' || block.kind === 'narration';
    if (block.kind !== 'heading' && !(isLine && hasLines)) return [];
    if (!isWanted(startOffset)) return [];
    const start = document.text.positionAt(startOffset);
    const data: LensData = { uri: document.uri };
    return [{ range: Range.create(start, start), data }];
  });
}

/** @param document  in the version that is there now, in which the block may have gone: then the lens says nothing */
export function resolveCodeLens(document: ScriptDocument, lens: CodeLens): CodeLens {
  const { script, text } = document;
  const offset = text.offsetAt(lens.range.start);
  const index = script.blockStarts.indexOf(offset);
  const block = script.blocks[index];
  const command = block === undefined ? null : playCommand(document, { block, index });
  return command === null ? lens : { ...lens, command };
}

/** Which document a lens is of. */
export function codeLensUri(lens: CodeLens): string | null {
  const data = lens.data as Partial<LensData> | null | undefined;
  return typeof data?.uri === 'string' ? data.uri : null;
}

interface LensData {
  readonly uri: string;
}

function playCommand(
  document: ScriptDocument,
  { block, index }: { readonly block: Block; readonly index: number },
): Command | null {
  const { script, text, uri } = document;
  const isHeading = block.kind === 'heading';
  if (!isHeading && block.kind !== 'dialogue' && block.kind !== 'narration') return null;
  const endIndex = isHeading ? sectionEnd(script.blocks, index) : index + 1;
  const startOffset = script.blockStarts[index] ?? 0;
  const endOffset = script.blockStarts[endIndex] ?? script.source.length;
  const range = toLspRange(text, { startOffset, endOffset });
  const durationMs = isHeading ? sectionDurationMs(document, index) : blockDurationMs(document, index);
  const { name, command } = playable(block);
  return { title: `▶ Play ${name} (${durationText(durationMs)})`, command, arguments: [uri, range] };
}

function playable(block: Block): { readonly name: string; readonly command: string } {
  if (block.kind !== 'heading') {
    return { name: block.kind === 'dialogue' ? 'line' : 'paragraph', command: playCommands.line };
  }
  return block.level === 1
    ? { name: 'chapter', command: playCommands.chapter }
    : { name: 'scene', command: playCommands.scene };
}
