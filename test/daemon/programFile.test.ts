import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openProgramFile } from '../../server/src/daemon/programFile.ts';
import { createTestFolder } from './testFolder.ts';

const replaced = 'Another build is installed in its place';
const removed = 'It is not installed any more';
const builtAt = new Date('2026-11-01T00:00:00Z');
const laterAt = new Date('2026-11-02T00:00:00Z');

function write(file: string, content: string, changedAt: Date): void {
  writeFileSync(file, content);
  utimesSync(file, changedAt, changedAt);
}

test.each<[name: string, spoil: (file: string) => void, fate: string | null]>([
  ['is as it was', () => undefined, null],
  [
    'was written again as it was',
    (file) => {
      write(file, 'one', builtAt);
    },
    null,
  ],
  [
    'has another time',
    (file) => {
      write(file, 'two', laterAt);
    },
    replaced,
  ],
  [
    'has another size',
    (file) => {
      write(file, 'three', builtAt);
    },
    replaced,
  ],
  ['is gone', rmSync, removed],
  [
    'cannot be looked at',
    (file) => {
      rmSync(path.dirname(file), { recursive: true });
      writeFileSync(path.dirname(file), '');
    },
    process.platform === 'win32' ? removed : null,
  ],
])('a program that %s', async (_name, spoil, fate) => {
  using folder = createTestFolder();
  const file = path.join(folder.path, 'dist', 'daemonMain.js');
  mkdirSync(path.dirname(file));
  write(file, 'one', builtAt);
  const program = openProgramFile(file);
  expect(await program.fate()).toBeNull();
  spoil(file);
  expect(await program.fate()).toBe(fate);
});

test('of one that could not be looked at in the beginning nothing is told while it is there', async () => {
  using folder = createTestFolder();
  const file = path.join(folder.path, 'daemonMain.js');
  const program = openProgramFile(file);
  expect(await program.fate()).toBe(removed);
  write(file, 'one', builtAt);
  expect(await program.fate()).toBeNull();
});
