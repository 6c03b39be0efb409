import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** What the table of folders in ARCHITECTURE.md says of one folder of the server. */
interface FolderRow {
  /** Below server/src, such as `recognition/vad`. */
  readonly folder: string;
  readonly mayImport: ReadonlySet<string>;
}

const projectFolder = path.resolve(import.meta.dirname, '../..');
const tools = ['system', 'cancellation'];
const rows = readRows(readFileSync(path.join(projectFolder, 'ARCHITECTURE.md'), 'utf8'));
const sources = readdirSync(path.join(projectFolder, 'server/src'), { encoding: 'utf8', recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `server/src/${file.replaceAll(path.sep, '/')}`);

function readRows(page: string): FolderRow[] {
  const found: FolderRow[] = [];
  for (const [, place = '', cell = ''] of page.matchAll(
    /^\| `server\/src\/(?<place>[^*`]+)\/` +\|[^|]*\|(?<cell>[^|]*)\|$/gmu,
  )) {
    const above = cell.includes('the layers above') ? ['protocol', ...found.map(({ folder }) => folder)] : [];
    const interfaces = cell.includes('the interfaces') ? ['recognition', 'synthesis'] : [];
    const named = [...cell.matchAll(/`(?<name>[^`]+)`/gu)].map(([, name = '']) => name);
    const mayImport = new Set([...above, ...interfaces, ...named, ...tools].map(topOf));
    for (const folder of expandBraces(place)) found.push({ folder, mayImport });
  }
  return found;
}

function expandBraces(place: string): string[] {
  const { before = '', names } = /^(?<before>.*)\{(?<names>.+)\}$/u.exec(place)?.groups ?? {};
  return names === undefined ? [place] : names.split(',').map((name) => `${before}${name}`);
}

function topOf(folder: string): string {
  return folder.split('/')[0] ?? '';
}

/** The row of the innermost folder that the table has. */
function rowOf(file: string): FolderRow | undefined {
  const inside = rows.filter(({ folder }) => file.startsWith(`server/src/${folder}/`));
  return inside.toSorted((left, right) => right.folder.length - left.folder.length)[0];
}

/** Folders of the server, `protocol`, and files beside the folders that a file imports from, its own folder left out. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(projectFolder, file), 'utf8');
  const targets = [...text.matchAll(/(?:from|import\()\s*'(?<target>\.[^']+)'/gu)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
  const folders = targets.map((target) => topOf(target.replace(/^server\/src\//u, '')).replace(/\.ts$/u, ''));
  return folders.filter((folder) => folder !== topOf(file.slice('server/src/'.length)));
}

test('every folder of the server is in the table', () => {
  const folders = new Set(
    sources.map((file) => file.split('/')).flatMap((parts) => parts.slice(2, -1).slice(0, 1)),
  );
  expect([...folders].filter((folder) => !rows.some((row) => row.folder === folder))).toEqual([]);
});

describe('imports what the table says, and nothing else of ours', () => {
  test.each(rows.map(({ folder, mayImport }) => [folder, mayImport] as const))('%s', (folder, mayImport) => {
    const own = sources.filter((file) => rowOf(file)?.folder === folder);
    expect(own).not.toEqual([]);
    const more = own.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !mayImport.has(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(more).toEqual([]);
  });
});
