import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** What the table of folders in ARCHITECTURE.md says of one folder of a side. */
interface FolderRow {
  /** Below server/src or client/src, such as `recognition/vad`. */
  readonly folder: string;
  readonly mayImport: ReadonlySet<string>;
}

const projectFolder = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(projectFolder, 'ARCHITECTURE.md'), 'utf8');

function readRows(side: string): FolderRow[] {
  const found: FolderRow[] = [];
  for (const [, place = '', cell = ''] of page.matchAll(
    new RegExp(`^\\| \`${side}/src/(?<place>[^*\`]+)/\` +\\|[^|]*\\|(?<cell>[^|]*)\\|$`, 'gmu'),
  )) {
    const above = cell.includes('the layers above') ? ['protocol', ...found.map(({ folder }) => folder)] : [];
    const interfaces = cell.includes('the interfaces') ? ['recognition', 'synthesis'] : [];
    const named = [...cell.matchAll(/`(?<name>[^`]+)`/gu)].map(([, name = '']) => name);
    const theirs = /what (?:that|those) may/u.test(cell)
      ? found.filter(({ folder }) => named.includes(folder)).flatMap(({ mayImport }) => [...mayImport])
      : [];
    const tools = side === 'server' ? ['system', 'cancellation'] : [];
    const mayImport = new Set([...above, ...interfaces, ...named, ...theirs, ...tools].map(topOf));
    for (const folder of expandBraces(place)) found.push({ folder, mayImport });
  }
  return found;
}

/** The files below a folder, from the folder of the project. */
function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(projectFolder, folder), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`);
}

function expandBraces(place: string): string[] {
  const { before = '', names } = /^(?<before>.*)\{(?<names>.+)\}$/u.exec(place)?.groups ?? {};
  return names === undefined ? [place] : names.split(',').map((name) => `${before}${name}`);
}

function topOf(folder: string): string {
  return folder.split('/')[0] ?? '';
}

/** Folders of the same side, `protocol`, and files beside the folders that a file imports from, its own folder left out. */
function importsOf(file: string, side: string): string[] {
  const text = readFileSync(path.join(projectFolder, file), 'utf8');
  const targets = [...text.matchAll(/(?:from|import\()\s*'(?<target>\.[^']+)'/gu)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
  const root = `${side}/src/`;
  const folders = targets.map((target) =>
    topOf(target.startsWith(root) ? target.slice(root.length) : target).replace(/\.ts$/u, ''),
  );
  return folders.filter((folder) => folder !== topOf(file.slice(root.length)));
}

describe.each(['server', 'client'])('%s', (side) => {
  const rows = readRows(side);
  const sources = sourcesIn(`${side}/src`);

  /** The row of the innermost folder that the table has. */
  function rowOf(file: string): FolderRow | undefined {
    const inside = rows.filter(({ folder }) => file.startsWith(`${side}/src/${folder}/`));
    return inside.toSorted((left, right) => right.folder.length - left.folder.length)[0];
  }

  test('every folder is in the table', () => {
    const folders = new Set(
      sources.map((file) => file.split('/')).flatMap((parts) => parts.slice(2, -1).slice(0, 1)),
    );
    expect([...folders].filter((folder) => !rows.some((row) => row.folder === folder))).toEqual([]);
  });

  test.each(rows.map(({ folder, mayImport }) => [folder, mayImport] as const))(
    '%s imports what the table says, and nothing else of ours',
    (folder, mayImport) => {
      const own = sources.filter((file) => rowOf(file)?.folder === folder);
      expect(own).not.toEqual([]);
      const more = own.flatMap((file) =>
        importsOf(file, side)
          .filter((imported) => !mayImport.has(imported))
          .map((imported) => `${file} imports ${imported}`),
      );
      expect(more).toEqual([]);
    },
  );
});
