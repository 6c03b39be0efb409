import type { TextEdit } from '../../text/textRange.ts';
import { parseFrontMatter } from '../frontMatter/parseFrontMatter.ts';
import { blockIndexAt } from '../tree/blockAt.ts';
import type { Block, Script } from '../tree/tree.ts';
import { beginsWithFence, readFrontMatterBlock } from './frontMatterBlock.ts';
import { parseScript, readScript, speakersOf, type ParseOptions } from './parseScript.ts';
import { createBlockContext } from './lineKinds.ts';
import { readBlock } from './readBlock.ts';

/**
 * The tree of the edited script: what {@link parseScript} makes of it, with the blocks that the edit did not reach being
 * the same objects. Without `includedSpeakers`, they are as before.
 */
export function updateScript(script: Script, edit: ScriptEdit, options: ParseOptions = {}): Script {
  const { startOffset, endOffset, text } = edit;
  const source = edit.after ?? script.source.slice(0, startOffset) + text + script.source.slice(endOffset);
  const includedSpeakers =
    options.includedSpeakers === undefined ? script.includedSpeakers : new Set(options.includedSpeakers);
  if (!haveSameItems(includedSpeakers, script.includedSpeakers) || isFenceUnsure(script, source)) {
    return parseScript(source, { includedSpeakers });
  }
  const known = updateFrontMatter(script, source, edit);
  if (!haveSameItems(known.speakers, script.speakers)) return readScript(source, known);
  return { source, ...rescan(script, source, edit), ...known };
}

export interface ScriptEdit extends TextEdit {
  /** The whole text after it, where that is there already: a book is not put together twice. */
  readonly after?: string;
}

type Known = Pick<Script, 'frontMatter' | 'speakers' | 'includedSpeakers'>;

/** An opening fence without a closing one: any line of the script may become that. */
function isFenceUnsure({ blocks, source }: Script, edited: string): boolean {
  const first = blocks[0];
  const isClosed = first?.kind === 'frontMatter' && first.isClosed;
  return !isClosed && (beginsWithFence(source) || beginsWithFence(edited));
}

function updateFrontMatter(script: Script, source: string, edit: TextEdit): Known {
  const { frontMatter, speakers, includedSpeakers, blocks } = script;
  const first = blocks[0];
  // Beyond its end, and with the line end of its closing fence untouched, nothing changes it.
  if (first?.kind !== 'frontMatter' || edit.startOffset > first.length) {
    return { frontMatter, speakers, includedSpeakers };
  }
  const block = readFrontMatterBlock(source);
  const updated = parseFrontMatter(source, { blocks: block === null ? [] : [block] });
  return { frontMatter: updated, speakers: speakersOf(updated, includedSpeakers), includedSpeakers };
}

/** Reads on from before the edit until a block ends where an untouched one begins. */
function rescan(script: Script, source: string, edit: TextEdit): Pick<Script, 'blocks' | 'blockStarts'> {
  const { blocks: oldBlocks, blockStarts: oldStarts } = script;
  const shift = edit.text.length - (edit.endOffset - edit.startOffset);
  const editEnd = edit.startOffset + edit.text.length;
  const context = createBlockContext(source, script.speakers);
  // What kind of line comes next decides where a block ends: the one before the touched one is read again too.
  const firstIndex = Math.max(0, blockIndexAt(script, Math.max(0, edit.startOffset - 1)) - 1);
  const blocks = oldBlocks.slice(0, firstIndex);
  const blockStarts = oldStarts.slice(0, firstIndex);
  let position = oldStarts[firstIndex] ?? 0;
  let oldIndex = firstIndex;
  while (position < source.length) {
    const oldPosition = position - shift;
    if (position >= editEnd && position > 0) {
      while (oldIndex < oldStarts.length && startOf(oldStarts, oldIndex) < oldPosition) oldIndex++;
      if (startOf(oldStarts, oldIndex) === oldPosition && mayReuse(oldBlocks[oldIndex])) break;
    }
    const read = readBlock(context, position);
    const block = sameBefore(script, position, { read, edit });
    blocks.push(block);
    blockStarts.push(position);
    position += block.length;
  }
  if (position >= source.length) return { blocks, blockStarts };
  for (let index = oldIndex; index < oldBlocks.length; index++) {
    const block = oldBlocks[index];
    if (block !== undefined) blocks.push(block);
    blockStarts.push(startOf(oldStarts, index) + shift);
  }
  return { blocks, blockStarts };
}

function startOf(starts: readonly number[], index: number): number {
  return starts[index] ?? Infinity;
}

/** Front matter is only that at the start. */
function mayReuse(block: Block | undefined): boolean {
  return block !== undefined && block.kind !== 'frontMatter';
}

/** The old block, where the one read again lies before the edit and is no other. */
function sameBefore(
  script: Script,
  position: number,
  { read, edit }: { read: Block; edit: TextEdit },
): Block {
  if (position + read.length > edit.startOffset) return read;
  const oldIndex = blockIndexAt(script, position);
  const old = script.blocks[oldIndex];
  const isSame =
    script.blockStarts[oldIndex] === position && old?.length === read.length && old.kind === read.kind;
  return isSame ? old : read;
}

function haveSameItems(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((item) => b.has(item)));
}
