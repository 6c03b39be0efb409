import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Nodes, Root } from 'mdast';
import { isBeyondMarkdown } from './markdownLimits.ts';

/** A Markdown document: its front matter with the fences, empty where it has none, and the tree of what follows. */
export interface MarkdownDocument {
  readonly frontMatter: string;
  /** Offsets count from the end of the front matter. */
  readonly root: Root;
}

/** CommonMark and GitHub's extensions; null for a source that is built to be hard to read. */
export function parseMarkdown(source: string): MarkdownDocument | null {
  const frontMatter =
    /^\uFEFF?---[ \t]*\r?\n(?:[^]*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u.exec(source)?.[0] ?? '';
  const body = source.slice(frontMatter.length);
  if (isBeyondMarkdown(body)) return null;
  // Its transformations make nodes that stand nowhere; what they look for is found by the parser already.
  const mdastExtensions = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));
  return { frontMatter, root: fromMarkdown(body, { extensions: [gfm()], mdastExtensions }) };
}

/** Every node in the order of the text; without recursion, as they may be deep. */
export function* nodesOf(root: Root): Generator<Nodes, void, undefined> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
}
