import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { front, namesIn, openBookDesk, source } from './bookDesk.ts';
import { run } from './support.ts';

const { folder, out, render } = openBookDesk();

/** @param name  of the file of its chapter */
function bookWith(name: string): string {
  const chapter = { title: 'One', startMs: 0, durationMs: 1, utteranceCount: 1, key: '' };
  const chapters = [{ ...chapter, files: [{ name, bytes: 1 }] }];
  const told = { madeBy: 'Aloud', script: 'sea.aloud', comment: '', title: 'The Sea', author: null };
  return JSON.stringify({ format: 2, ...told, language: null, chapters, wholes: [] });
}

describe('a book in a folder that has something', () => {
  test('has no files of chapters that are gone, and all that is not its own', async () => {
    await render(source, '--format', 'wav');
    writeFileSync(path.join(out, 'cover.jpg'), 'a picture');
    writeFileSync(path.join(out, '03 The calm.wav'), 'mine now');
    await render(`${front}# The end\n\nIt was over.\n`, '--format', 'wav');
    expect(namesIn(out)).toEqual(['01 The end.wav', '03 The calm.wav', 'book.json', 'cover.jpg']);
  });

  test('has the file of a chapter whose old name is the same to the file system', async () => {
    await render(source.replace('The storm', 'THE STORM'), '--format', 'wav');
    const [old, renamed] = ['02 THE STORM.wav', '02 The storm.wav'];
    // As on a disk that does not tell upper from lower case.
    symlinkSync(path.join(out, old), path.join(out, renamed));
    const { size } = statSync(path.join(out, old));
    await render(source, '--format', 'wav');
    expect(statSync(path.join(out, renamed)).size).toBe(size);
  });

  test('removes what a killed process left of any of its chapters, and nothing else', async () => {
    mkdirSync(out);
    const minuteAgo = new Date(Date.now() - 120_000);
    const left = ['07 Gone.mp3.4194304-0a1b2c.part', '.aloud.4194304-0a1b2c.part'];
    const others = ['7 Gone.mp3.4194304-0a1b2c.part', 'mine.part'];
    for (const name of [...left, ...others]) {
      writeFileSync(path.join(out, name), '');
      utimesSync(path.join(out, name), minuteAgo, minuteAgo);
    }
    await render(`${front}One.\n`, '--format', 'wav');
    expect(namesIn(out)).toEqual(['01 The Sea.wav', ...others, 'book.json'].toSorted());
  });

  test('waits for another process that makes a book in the folder', async () => {
    mkdirSync(out);
    const lock = path.join(out, '.aloud.lock');
    writeFileSync(lock, JSON.stringify({ processId: process.ppid, host: hostname(), token: 'another' }));
    const made = render(source, '--format', 'wav');
    await delay(300);
    expect(namesIn(out)).toEqual(['.aloud.lock']);
    rmSync(lock);
    const { stderr } = await made;
    expect(stderr).toContain(`Another process (${process.ppid}) makes a book in ${out}; waiting`);
    expect(namesIn(out)).toHaveLength(4);
  });

  test('is not made in the folder of another one, but the same under another title or name is', async () => {
    await render(source, '--format', 'wav');
    const before = namesIn(out);
    const other = path.join(folder, 'land.aloud');
    writeFileSync(other, '# The field\n\nNothing grew.\n');
    const refused = await run(['render', other, '--out', out, '--format', 'wav', '--json']);
    expect(refused.records[0]).toMatchObject({
      error: {
        code: 'fileUnwritable',
        message: expect.stringContaining('another book: "The Sea"') as string,
      },
    });
    expect(namesIn(out)).toEqual(before);
    expect((await render(source.replace('The Sea', 'The Ocean'), '--format', 'wav')).exitCode).toBe(0);
    writeFileSync(other, source.replace('The Sea', 'The Ocean'));
    expect((await run(['render', other, '--out', out, '--format', 'wav'])).exitCode).toBe(0);
  });

  test('is made where a book.json of another time is that names files of its own', async () => {
    mkdirSync(out);
    writeFileSync(path.join(out, 'book.json'), bookWith('01 Sea.wav'));
    expect((await render(source, '--format', 'wav')).exitCode).toBe(0);
  });

  test.each<[name: string, text: string]>([
    ['of something else', '{ "plugins": [] }'],
    ['that was cut short', '{ "format": 1,'],
    ['of a file elsewhere', bookWith('../sea.aloud')],
  ])('is not made where a book.json %s is, which stays', async (_name, text) => {
    mkdirSync(out);
    writeFileSync(path.join(out, 'book.json'), text);
    const { records } = await render(source, '--format', 'wav');
    expect(records[0]).toMatchObject({ error: { code: 'fileUnwritable' } });
    expect(namesIn(out)).toEqual(['book.json']);
    expect(readFileSync(path.join(out, 'book.json'), 'utf8')).toBe(text);
  });
});
