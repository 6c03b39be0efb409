import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readBounded } from '../../server/src/scripts/readBounded.ts';
import { never } from '../support/never.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-bounded-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = async (file: string, limitBytes: number): Promise<string> =>
  Buffer.from(await readBounded(file, limitBytes, never)).toString();

test('a file is read as a whole, and what is too long no further than it takes to tell', async () => {
  const file = path.join(folder, 'text');
  writeFileSync(file, 'a'.repeat(300_000));
  expect(await read(file, 300_000)).toHaveLength(300_000);
  const { length } = await read(file, 1000);
  expect(length).toBeGreaterThan(1000);
  expect(length).toBeLessThan(300_000);
});

test.each(['', 'gone'])('what cannot be read is refused as the system refuses it: "%s"', async (name) => {
  mkdirSync(path.join(folder, 'sub'), { recursive: true });
  await expect(read(path.join(folder, name), 10)).rejects.toMatchObject({
    code: name === '' ? 'EISDIR' : 'ENOENT',
  });
});

describe.runIf(process.platform !== 'win32')('pipes and devices', () => {
  function makePipe(name: string): string {
    const pipe = path.join(folder, name);
    execFileSync('mkfifo', [pipe]);
    return pipe;
  }

  test('what is written to a pipe is read, however late it comes', async () => {
    const pipe = makePipe('written');
    const reading = read(pipe, 100);
    setTimeout(() => {
      const writer = createWriteStream(pipe);
      writer.write('Hi.');
      setTimeout(() => writer.end(' Bye.'), 50);
    }, 50);
    expect(await reading).toBe('Hi. Bye.');
  });

  test('an abort ends the wait for a pipe that nobody writes to', async () => {
    const pipe = makePipe('silent');
    const leaving = new AbortController();
    const reading = readBounded(pipe, 10, leaving.signal);
    setTimeout(() => {
      leaving.abort();
    }, 20);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a device without an end is left', async () => {
    expect((await read('/dev/zero', 100_000)).length).toBeLessThan(300_000);
    expect(await read('/dev/null', 10)).toBe('');
  });
});
