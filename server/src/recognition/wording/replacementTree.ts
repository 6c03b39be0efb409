import type { Replacement } from '../../../../protocol/replacements.ts';
import { toSpokenParts, type SpokenPart } from '../../../../protocol/spokenParts.ts';

/** Replacements by what is heard, part by part. */
export interface ReplacementTree {
  readonly next: ReadonlyMap<string, ReplacementTree>;
  /** Null: nothing ends here. */
  readonly written: string | null;
}

/** Of two that are heard alike the first counts. */
export function createReplacementTree(replacements: readonly Replacement[]): ReplacementTree {
  const root = createNode();
  for (const { heard, written } of replacements) {
    const parts = toSpokenParts(heard);
    if (parts.length === 0) continue;
    // "GitHub" is heard as "git hub", and as "github".
    for (const keys of [parts.map(({ key }) => key), joinedKeys(parts)]) {
      let node = root;
      for (const key of keys) {
        const known = node.next.get(key) ?? createNode();
        node.next.set(key, known);
        node = known;
      }
      node.written ??= written;
    }
  }
  return root;
}

export interface TreeMatch {
  /** Index of the part behind it. */
  readonly end: number;
  readonly written: string;
}

export interface TreeSearch {
  /** The longest that begins there. */
  readonly match: TreeMatch | null;
  /** The end of the text was reached: what follows may make it another. */
  readonly isOpen: boolean;
}

/**
 * @param start   index of a part that begins a word
 * @param isLeft  whether a part is left out: within a phrase it is passed over
 */
export function searchTree(
  tree: ReplacementTree,
  parts: readonly SpokenPart[],
  { start, isLeft }: { readonly start: number; readonly isLeft: (index: number) => boolean },
): TreeSearch {
  let match: TreeMatch | null = null;
  let isOpen = false;
  const walk = (node: ReplacementTree, at: number): void => {
    const { written } = node;
    if (written !== null && parts[at - 1]?.endsWord === true && at > (match?.end ?? start))
      match = { end: at, written };
    if (node.next.size === 0) return;
    const part = parts[at];
    if (part === undefined) {
      isOpen = true;
      return;
    }
    const next = node.next.get(part.key);
    if (next !== undefined) walk(next, at + 1);
    if (part.joinedCount > 1) {
      const joined = node.next.get(joinedKey(parts, at));
      if (joined !== undefined) walk(joined, at + part.joinedCount);
    }
    if (at > start && isLeft(at)) walk(node, at + 1);
  };
  walk(tree, start);
  return { match, isOpen };
}

interface TreeNode extends ReplacementTree {
  readonly next: Map<string, TreeNode>;
  written: string | null;
}

function createNode(): TreeNode {
  return { next: new Map(), written: null };
}

function joinedKey(parts: readonly SpokenPart[], index: number): string {
  return parts
    .slice(index, index + (parts[index]?.joinedCount ?? 1))
    .map(({ key }) => key)
    .join('');
}

function joinedKeys(parts: readonly SpokenPart[]): string[] {
  const keys: string[] = [];
  for (let at = 0; at < parts.length; at += parts[at]?.joinedCount ?? 1) keys.push(joinedKey(parts, at));
  return keys;
}
