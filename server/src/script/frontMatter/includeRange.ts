import type { TextRange } from '../../text/textRange.ts';
import type { FrontMatter } from './frontMatter.ts';

/** Where a script includes a file; of one that another include led to, the `include` of the script. */
export function includeRange(
  { includes, sections }: FrontMatter,
  { path }: { readonly path: string },
): TextRange {
  const { startOffset, endOffset } =
    includes.find(({ text }) => text === path) ?? sections.get('include') ?? includes[0] ?? nowhere;
  return { startOffset, endOffset };
}

/** The place of what stands in no text. */
export const nowhere: TextRange = { startOffset: 0, endOffset: 0 };
