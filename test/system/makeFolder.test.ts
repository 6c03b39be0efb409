import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../server/src/system/makeFolder.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-make-folder-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('makes what is missing, with its mode, and leaves what is there', async () => {
  const deep = path.join(folder, 'a', 'b c', 'd');
  await makeFolder(deep, 0o700);
  await makeFolder(deep);
  if (process.platform !== 'win32') expect(statSync(path.dirname(deep)).mode & 0o777).toBe(0o700);
  expect(statSync(deep).isDirectory()).toBe(true);
});

test('several at once make the same', async () => {
  const deep = path.join(folder, 'e', 'f', 'g');
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(deep)));
  expect(existsSync(deep)).toBe(true);
});

test.each([
  { name: 'file', code: 'EEXIST' },
  { name: 'file/below', code: 'ENOTDIR' },
])('a file in the way is told: $name', async ({ name, code }) => {
  mkdirSync(path.join(folder, 'in'), { recursive: true });
  writeFileSync(path.join(folder, 'in', 'file'), '');
  const wanted = path.join(folder, 'in', name);
  const message = expect.stringContaining(`'${wanted}'`) as string;
  await expect(makeFolder(wanted)).rejects.toMatchObject({ code, message, path: wanted });
});

test.skipIf(process.platform !== 'linux')('ends where a file system has no place for folders', async () => {
  await expect(makeFolder('/proc/aloud/below')).rejects.toMatchObject({ code: 'EPERM' });
});
