import type { FrontMatterBlock } from '../tree/tree.ts';
import { skipSpace, trimmedEnd } from './characters.ts';
import { afterLineEnd, physicalLineEnd } from './lines.ts';

/**
 * The front matter at the start of a source: from a line `---` to the next. One that never closes ends before the first
 * empty line, so that the chapters below stay chapters while it is typed; with nothing in it, it is a scene break.
 */
export function readFrontMatterBlock(source: string): FrontMatterBlock | null {
  const yamlStart = readFence(source, source.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (yamlStart === null) return null;
  let blankStart = source.length;
  let position = yamlStart;
  while (position < source.length) {
    const fenceEnd = readFence(source, position);
    if (fenceEnd !== null) {
      const yaml = { startOffset: yamlStart, endOffset: position };
      return { kind: 'frontMatter', length: fenceEnd, yaml, isClosed: true };
    }
    const lineEnd = physicalLineEnd(source, position);
    const isBlank = skipSpace(source, position, lineEnd) === lineEnd;
    if (isBlank) blankStart = Math.min(blankStart, position);
    position = afterLineEnd(source, lineEnd);
  }
  if (blankStart === yamlStart) return null;
  const yaml = { startOffset: yamlStart, endOffset: blankStart };
  return { kind: 'frontMatter', length: blankStart, yaml, isClosed: false };
}

/** Whether the first line could open front matter. */
export function beginsWithFence(source: string): boolean {
  return readFence(source, source.charCodeAt(0) === 0xfeff ? 1 : 0) !== null;
}

/** Behind the line that begins at the position, if it is a fence: three hyphens, with nothing before them. */
function readFence(source: string, position: number): number | null {
  if (!source.startsWith('---', position)) return null;
  const lineEnd = physicalLineEnd(source, position);
  return trimmedEnd(source, position, lineEnd) === position + 3 ? afterLineEnd(source, lineEnd) : null;
}
