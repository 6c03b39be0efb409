import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { never } from '../support/never.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { front, namesIn, openBookDesk, source } from './bookDesk.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './support.ts';

const { folder, script, out, render, renderUntil } = openBookDesk();

function keptOf(records: readonly Record<string, unknown>[]): readonly boolean[] {
  const chapters = records[0]?.['chapters'] as readonly { readonly kept: boolean }[];
  return chapters.map(({ kept }) => kept);
}

describe('a book', () => {
  test('has a file for each chapter, with its names and the silence that shops ask for', async () => {
    const { exitCode, records, stderr } = await render(source, '--format', 'wav,vtt');
    expect(exitCode, stderr).toBe(0);
    expect(namesIn(out)).toEqual([
      '01 The Sea.vtt',
      '01 The Sea.wav',
      '02 The storm.vtt',
      '02 The storm.wav',
      '03 The calm.vtt',
      '03 The calm.wav',
      'book.json',
    ]);
    expect(records[0]).toMatchObject({ ok: true, title: 'The Sea', utterances: 5, rendered: 5, cached: 0 });
    const bytes = readFileSync(path.join(out, '02 The storm.wav')).toString('utf8');
    for (const tag of ['The storm', 'The Sea', 'Ada Ängström', 'AI-generated speech'])
      expect(bytes).toContain(tag);
    const { durationMs } = await openAudioFile(path.join(out, '02 The storm.wav'), never);
    // Six words of a quarter of a second, the pause behind the heading, and the silence around.
    expect(durationMs).toBeGreaterThan(1500 + 2750);
    expect(readFileSync(path.join(out, '02 The storm.vtt'), 'utf8')).toMatch(
      /00:00:00\.750 --> [\d:.]+\nThe storm\n/u,
    );
  });

  test('that is made again is left as it is, but for the chapter that was changed', async () => {
    await render(source, '--format', 'wav');
    const before = statSync(path.join(out, '02 The storm.wav')).mtimeMs;
    const again = await render(source, '--format', 'wav');
    expect(keptOf(again.records)).toEqual([true, true, true]);
    expect(again.records[0]).toMatchObject({ rendered: 0, rtf: null });
    const changed = await render(source.replace('still', 'quiet'), '--format', 'wav');
    expect(keptOf(changed.records)).toEqual([true, true, false]);
    expect(statSync(path.join(out, '02 The storm.wav')).mtimeMs).toBe(before);
    const all = await render(source.replace('still', 'quiet'), '--format', 'wav', '--again');
    expect(keptOf(all.records)).toEqual([false, false, false]);
  });

  test('of one chapter with several scenes is told of, as they were perhaps meant as chapters', async () => {
    const told = 'its 2 headings with ## are scenes of one chapter';
    const one = '# The Sea\n\n## One\n\nThe wind.\n\n## Two\n\nThe calm.\n';
    expect((await render(one, '--format', 'wav')).stderr).toContain(told);
    const two = `${one}\n# The End\n\nStill.\n`;
    expect((await render(two, '--format', 'wav')).stderr).not.toContain('headings with ##');
  });

  test('makes a chapter anew whose file is gone or was changed', async () => {
    await render(source, '--format', 'wav');
    rmSync(path.join(out, '01 The Sea.wav'));
    writeFileSync(path.join(out, '02 The storm.wav'), 'cut short');
    const { records } = await render(source, '--format', 'wav');
    expect(keptOf(records)).toEqual([false, false, true]);
  });

  test('has another format beside those that are there, until they say something else', async () => {
    await render(`${front}# The end\n\nIt was over.\n`, '--format', 'wav');
    await render(`${front}# The end\n\nIt was over.\n`, '--format', 'srt');
    expect(namesIn(out)).toEqual(['01 The end.srt', '01 The end.wav', 'book.json']);
    await render(`${front}# The end\n\nIt was not.\n`, '--format', 'srt');
    expect(namesIn(out)).toEqual(['01 The end.srt', 'book.json']);
  });

  test('that was interrupted goes on with the chapter it was at', async () => {
    const cancelled = await renderUntil('still', source, '--format', 'wav');
    expect(cancelled.exitCode).toBe(130);
    expect(cancelled.records[0]).toMatchObject({ ok: false, error: { code: 'interrupted' } });
    expect(namesIn(out)).toEqual(['01 The Sea.wav', '02 The storm.wav', 'book.json']);
    expect(keptOf((await render(source, '--format', 'wav')).records)).toEqual([true, true, false]);
  });

  test('that was interrupted with a new chapter before the others leaves none of their files in the end', async () => {
    await render(source, '--format', 'wav');
    const changed = source.replace('To my', '# Thanks\n\nTo all.\n\n# Dedication\n\nTo my');
    expect((await renderUntil('mother', changed, '--format', 'wav')).exitCode).toBe(130);
    await render(changed, '--format', 'wav');
    expect(namesIn(out)).toEqual([
      '01 Thanks.wav',
      '02 Dedication.wav',
      '03 The storm.wav',
      '04 The calm.wav',
      'book.json',
    ]);
  });

  test.each<[name: string, prepare: (sound: string) => void]>([
    ['is not there', () => undefined],
    [
      'is a folder',
      (sound) => {
        mkdirSync(sound);
      },
    ],
    [
      'holds no sound',
      (sound) => {
        writeFileSync(sound, 'words');
      },
    ],
  ])('is not begun where a sound of its last chapter %s', async (_name, prepare) => {
    prepare(path.join(folder, 'door.wav'));
    const { records } = await render(`${source}\n[sound door.wav]\n`, '--format', 'wav');
    expect(records[0]).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('door.wav') as string },
    });
    expect(records[0]).not.toMatchObject({ error: { code: 'internal' } });
    expect(namesIn(folder)).not.toContain('book');
  });

  test('speaks of a changed chapter only the lines that are not kept', async () => {
    const kept = new Map<string, Parameters<ReturnType<typeof fakeServices>['soundCache']['write']>[1]>();
    const { soundCache } = fakeServices();
    const services = {
      soundCache: {
        ...soundCache,
        read: (key: string) => Promise.resolve(kept.get(key) ?? null),
        write: (...[key, speech]: Parameters<typeof soundCache.write>) => {
          kept.set(key, speech);
          return soundCache.write(key, speech);
        },
      },
    };
    writeFileSync(script, source);
    const args = ['render', script, '--out', out, '--format', 'wav', '--json'];
    await run(args, { services });
    writeFileSync(script, source.replace('still', 'quiet'));
    const { records } = await run(args, { services });
    expect(records[0]).toMatchObject({ utterances: 5, rendered: 1, cached: 4 });
  });
});

test.each<[name: string, args: readonly string[], message: RegExp]>([
  ['no folder', [script], /--out/u],
  ['a plain text', [path.join(folder, 'sea.txt'), '--out', out], /neither a script nor Markdown/u],
  [
    'a format that there is not',
    [script, '--out', out, '--format', 'mp3,ogg'],
    /mp3, flac, wav, srt, vtt, json, m4b, epub/u,
  ],
  ['a folder that is a file', [script, '--out', script], /is a file, not a folder/u],
])('%s is refused', async (_name, args, message) => {
  writeFileSync(script, source);
  const { exitCode, stderr } = await run(['render', ...args]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});

test('a script that says nothing, or in a voice that there is not, makes no book', async () => {
  expect((await render('<!-- later -->\n')).exitCode).not.toBe(0);
  const unknown = await render('---\ncast: { MARA: af_haert }\n---\n\nMARA: Hello.\n');
  expect(unknown.records[0]).toMatchObject({ ok: false, error: { code: 'scriptHasErrors' } });
  expect(readdirSync(folder)).toEqual(['sea.aloud']);
});
