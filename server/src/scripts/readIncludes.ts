import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { IncludedFile } from '../script/checking/environment.ts';
import type { FrontMatter } from '../script/frontMatter/frontMatter.ts';
import { emptyFrontMatter } from '../script/frontMatter/parseFrontMatter.ts';
import { resolveInside } from './resolveInside.ts';

/** A file with a shared cast and lexicon, as it was read. */
export interface IncludeFile {
  readonly source: string;
  readonly frontMatter: FrontMatter;
}

export interface IncludingScript {
  /** Where the script is; it need not have been saved. */
  readonly file: string;
  /** The folder that holds all it may name: that of the workspace, or its own. */
  readonly root: string;
  /** Its `include:` entries, as written. */
  readonly includes: readonly string[];
}

/** More are not followed: nobody keeps a cast in so many files. */
const includeLimit = 64;

/**
 * The files that a script includes, and those that they include: first its own entries, then theirs.
 *
 * @param read  null where there is no file that can be read
 */
export async function readIncludes(
  script: IncludingScript,
  read: (file: string) => Promise<IncludeFile | null>,
): Promise<readonly IncludedFile[]> {
  const found: IncludedFile[] = [];
  const followed = new Set<string>();
  const realFile = await realpath(script.file).catch(() => script.file);
  let level = toEntries(script.includes, { folder: path.dirname(script.file), including: [realFile] });
  while (level.length > 0) {
    const next: Entry[] = [];
    for (const entry of level) {
      if (found.length >= includeLimit) return found;
      const { included, entries } = await readEntry(entry, { root: script.root, read });
      found.push(included);
      if (!followed.has(included.uri)) next.push(...entries);
      followed.add(included.uri);
    }
    level = next;
  }
  return found;
}

interface Entry {
  readonly text: string;
  /** What it counts from. */
  readonly folder: string;
  /** From the script down to the file that names it. */
  readonly including: readonly string[];
}

interface ReadEntry {
  readonly included: IncludedFile;
  readonly entries: readonly Entry[];
}

async function readEntry(
  entry: Entry,
  { root, read }: { readonly root: string; readonly read: (file: string) => Promise<IncludeFile | null> },
): Promise<ReadEntry> {
  const place = await resolveInside(entry.text, { from: entry.folder, root });
  const refused = (refusal: 'missing' | 'outside' | 'circle'): ReadEntry => ({
    entries: [],
    included: {
      path: entry.text,
      uri: toUri(place.file),
      source: '',
      frontMatter: emptyFrontMatter,
      refusal,
    },
  });
  if (place.refusal !== null) return refused(place.refusal);
  if (entry.including.includes(place.file)) return refused('circle');
  const file = await read(place.file);
  if (file === null) return refused('missing');
  const including = [...entry.including, place.file];
  return {
    entries: toEntries(
      file.frontMatter.includes.map(({ text }) => text),
      { folder: path.dirname(place.file), including },
    ),
    included: { path: entry.text, uri: toUri(place.file), ...file, refusal: null },
  };
}

function toEntries(texts: readonly string[], place: Pick<Entry, 'folder' | 'including'>): readonly Entry[] {
  return texts.map((text) => ({ text, ...place }));
}

function toUri(file: string): string {
  return pathToFileURL(file).href;
}
