import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPlaceToWrite } from '../../server/src/cli/checkPlaceToWrite.ts';
import { createTempFolder } from '../audioFiles/audioFixtures.ts';
import { run } from './support.ts';

/** A folder with a folder `dir`, a file `text` and links that lead in a circle. */
async function createPlaces(): Promise<Awaited<ReturnType<typeof createTempFolder>>> {
  const folder = await createTempFolder();
  await mkdir(folder.file('dir'));
  writeFileSync(folder.file('text'), 'x');
  symlinkSync('loop', folder.file('loop'));
  symlinkSync('text', folder.file('link'));
  return folder;
}

describe('a place to write', () => {
  test.each([
    ['new', null],
    ['text', null],
    ['link', null],
    ['dir/new', null],
    ['dir', 'is a folder, not a file. Name a file to write, such as a.txt.'],
    ['new/', 'is a folder, not a file. Name a file to write, such as a.txt.'],
    ['gone/new', 'cannot be written: its folder does not exist.'],
    ['text/new', 'cannot be written: a part of its path is not a folder.'],
    ['loop', 'cannot be written: its links lead in a circle.'],
    ['x'.repeat(300), 'cannot be written: its name is too long.'],
  ])('%s', async (name, refusal) => {
    await using folder = await createPlaces();
    const place = folder.file(name);
    const failed = await checkPlaceToWrite(place, 'a.txt').catch((error: unknown) => error);
    if (refusal === null) expect(failed).toBeUndefined();
    else {
      expect(failed).toMatchObject({ code: 'fileUnwritable' });
      const { message, hint } = failed as { readonly message: string; readonly hint: string };
      expect(`${message} ${hint}`).toContain(`${place} ${refusal}`);
    }
  });

  // Root may write everywhere.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is where one may write',
    async () => {
      await using folder = await createPlaces();
      await chmod(folder.file('dir'), 0o555);
      const checked = checkPlaceToWrite(folder.file('dir/new'), 'a.txt');
      await expect(checked).rejects.toThrow(/cannot be written: permission denied\.$/);
    },
  );

  test.skipIf(process.platform === 'win32')('is no device', async () => {
    await expect(checkPlaceToWrite('/dev/null', 'a.txt')).rejects.toMatchObject({
      message: '/dev/null is a device or pipe, not a file.',
    });
  });
});

describe('nothing is loaded for what could not be written', () => {
  const loaded = (): Promise<never> => Promise.reject(new Error('An engine was loaded.'));

  test.each([
    ['speak', (gone: string) => ['speak', 'hello', '--out', gone]],
    ['transcribe', (gone: string, sound: string) => ['transcribe', sound, '--output', gone]],
  ])('%s', async (_name, args) => {
    await using folder = await createPlaces();
    const sound = path.join(import.meta.dirname, '../fixtures/audio/tone-22050.flac');
    const services = { openSynthesis: loaded, openRecognition: loaded };
    const result = await run(args(folder.file('gone/new.wav'), sound), { services });
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toMatch(/^error: .*new\.wav cannot be written: its folder does not exist\.\n/);
    expect(existsSync(folder.file('gone'))).toBe(false);
  });
});
