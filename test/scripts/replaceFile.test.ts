import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replaceFile } from '../../server/src/scripts/replaceFile.ts';
import { createTempFolder } from '../audioFiles/audioFixtures.ts';

test.skipIf(process.platform === 'win32')('a pipe is refused, and stays one', async () => {
  await using folder = await createTempFolder();
  const pipe = folder.file('pipe');
  execFileSync('mkfifo', [pipe]);
  await expect(replaceFile(pipe, 'x')).rejects.toMatchObject({
    code: 'fileUnwritable',
    message: `${pipe} could not be written: it is no file.`,
  });
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test.skipIf(process.platform === 'win32')('a link stays one, and its file keeps its mode', async () => {
  await using folder = await createTempFolder();
  writeFileSync(folder.file('script'), 'old', { mode: 0o640 });
  symlinkSync('script', folder.file('link'));
  await replaceFile(folder.file('link'), 'new');
  expect(lstatSync(folder.file('link')).isSymbolicLink()).toBe(true);
  expect([readFileSync(folder.file('script'), 'utf8'), statSync(folder.file('script')).mode & 0o777]).toEqual(
    ['new', 0o640],
  );
});
