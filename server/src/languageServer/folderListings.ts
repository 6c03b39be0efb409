import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { isInside, resolveInside } from '../scripts/resolveInside.ts';
import { watchFolder, type FolderWatch } from '../system/watchFolder.ts';

/** What is in the folders that scripts name, watched while it is needed. */
export interface FolderListings {
  /**
   * Whether a file is there; null: nobody has looked, which is done now and told to `onChange`, or there is too much
   * to look at. What lies outside the root is not there.
   */
  hasFile(file: string, root: string): boolean | null;
  /** The names in a folder, without folders; null as above. */
  filesIn(folder: string, root: string): readonly string[] | null;
  /** Forgets all others. */
  keepOnly(folders: ReadonlySet<string>): void;
  /** Looks at all of them again. */
  refresh(): void;
  close(): Promise<void>;
}

const folderLimit = 256;
const entryLimit = 10_000;

/** @param onChange  other names are in a folder than were told, or one of its files has other contents */
export function createFolderListings(
  onChange: (folder: string, change: 'names' | 'contents') => void,
): FolderListings {
  const listings = new Map<string, Listing>();
  const closing = new Set<Promise<void>>();

  const look = async (folder: string, listing: Listing): Promise<void> => {
    const turn = (listing.turn += 1);
    const entries = await readFolder(folder, listing.root);
    if (listings.get(folder) !== listing || listing.turn !== turn) return;
    const isChanged = !isSame(listing.entries, entries);
    listing.entries = entries;
    if (entries !== 'missing' && entries !== 'endless') {
      listing.watch ??= watchFolder({
        path: folder,
        depth: 0,
        isIgnored: () => false,
        onChange: () => {
          onChange(folder, 'contents');
          void look(folder, listing);
        },
      });
    }
    if (isChanged) onChange(folder, 'names');
  };
  const listingOf = (folder: string, root: string): Listing | null => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    if (listings.size >= folderLimit) forgetMissing(listings);
    if (listings.size >= folderLimit) return null;
    const listing: Listing = { root, entries: null, watch: null, turn: 0 };
    listings.set(folder, listing);
    void look(folder, listing);
    return listing;
  };
  const keepOnly = (folders: ReadonlySet<string>): void => {
    for (const [folder, { watch }] of listings) {
      if (folders.has(folder)) continue;
      listings.delete(folder);
      if (watch === null) continue;
      const closed = watch.close();
      closing.add(closed);
      void closed.finally(() => closing.delete(closed));
    }
  };
  const entriesOf = (folder: string, root: string): Entries =>
    isInside(folder, root) ? (listingOf(folder, root)?.entries ?? null) : 'missing';

  return {
    hasFile(file, root) {
      const entries = entriesOf(path.dirname(file), root);
      if (entries === 'missing') return false;
      return entries === null || entries === 'endless' ? null : entries.has(path.basename(file));
    },
    filesIn(folder, root) {
      const entries = entriesOf(folder, root);
      if (entries === 'missing') return [];
      return entries === null || entries === 'endless' ? null : [...entries];
    },
    keepOnly,
    refresh() {
      for (const [folder, listing] of listings) void look(folder, listing);
    },
    async close() {
      keepOnly(new Set());
      await Promise.all(closing);
    },
  };
}

/** Null: not looked at yet. */
type Entries = ReadonlySet<string> | 'missing' | 'endless' | null;

interface Listing {
  readonly root: string;
  entries: Entries;
  watch: FolderWatch | null;
  /** Only the last look counts. */
  turn: number;
}

/** Folders whose names were never finished. */
function forgetMissing(listings: Map<string, Listing>): void {
  for (const [folder, { entries }] of listings) if (entries === 'missing') listings.delete(folder);
}

async function readFolder(
  folder: string,
  root: string,
): Promise<ReadonlySet<string> | 'missing' | 'endless'> {
  const { file, refusal } = await resolveInside(folder, { from: root, root });
  if (refusal !== null) return 'missing';
  const names = new Set<string>();
  try {
    for await (const entry of await opendir(file)) {
      if (!entry.isDirectory()) names.add(entry.name);
      if (names.size > entryLimit) return 'endless';
    }
    return names;
  } catch {
    return 'missing';
  }
}

function isSame(left: Entries, right: Entries): boolean {
  if (!(left instanceof Set) || !(right instanceof Set)) return left === right;
  return left.size === right.size && [...left].every((name) => right.has(name));
}
