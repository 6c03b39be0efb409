import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RecognitionSummary, TranscriptSegment } from '../../protocol/recognition.ts';
import type { HearingRequest } from '../../server/src/access/speechAccess.ts';
import { heard } from '../script/exchange/transcript/heard.ts';
import { run } from './support.ts';
import { wavFile } from './wavFile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-transcribe-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('transcribe', () => {
  test('reports everything, and null for what the engine does not know', async () => {
    const file = wavFile(folder, 'speech.wav', { seconds: 2, isLoud: true });
    const { exitCode, records } = await run(['transcribe', file, '--json']);
    expect(exitCode).toBe(0);
    expect(records).toMatchObject([
      {
        ok: true,
        file,
        engine: 'fake',
        text: 'hello',
        language: 'en',
        emotion: null,
        events: null,
        words: null,
      },
    ]);
    const { segments, durationMs, elapsedMs, rtf, loadMs, warnings } = records[0] ?? {};
    expect(segments).toMatchObject([{ text: 'hello', emotion: null, events: null, confidence: null }]);
    expect({ durationMs, loadMs, warnings }).toEqual({ durationMs: 2000, loadMs: 5, warnings: [] });
    expect([typeof elapsedMs, typeof rtf]).toEqual(['number', 'number']);
  });

  test('silence is an empty text, not a failure', async () => {
    const file = wavFile(folder, 'silence.wav', { seconds: 1, isLoud: false });
    const { exitCode, records } = await run(['transcribe', file, '--format', 'json']);
    expect(exitCode).toBe(0);
    expect(records).toMatchObject([{ ok: true, text: '', segments: [], language: null, durationMs: 1000 }]);
  });

  test('a file that fails does not stop the others, and the exit code says so', async () => {
    const good = wavFile(folder, 'good.wav', { seconds: 1, isLoud: true });
    const empty = path.join(folder, 'empty.wav');
    writeFileSync(empty, '');
    const missing = path.join(folder, 'missing.wav');
    const { exitCode, records } = await run(['transcribe', missing, empty, good, '--json']);
    expect(exitCode).toBe(1);
    expect(records).toMatchObject([
      { ok: false, file: missing, error: { code: 'fileUnreadable' } },
      { ok: false, file: empty, error: { code: 'unsupportedAudio' } },
      { ok: true, file: good, text: 'hello' },
    ]);
  });

  test('subtitles', async () => {
    const file = wavFile(folder, 'subtitles.wav', { seconds: 1, isLoud: true });
    expect((await run(['transcribe', file, '--format', 'srt'])).stdout).toMatch(/^1\n00:00:00,\d{3} --> /);
    expect((await run(['transcribe', file, '--format', 'vtt'])).stdout).toMatch(
      /^WEBVTT\n\nNOTE Heard in subtitles\.wav by fake \(fake-1\) on cpu\.\n\n00:00:00\.\d{3} --> /,
    );
  });
});

/** An engine that hears these segments in every file. */
function hearing(segments: readonly TranscriptSegment[], asked: HearingRequest[] = []) {
  const summary: RecognitionSummary = {
    engine: 'sensevoice',
    model: 'sensevoice-small',
    provider: 'cpu',
    segments: [...segments],
    durationMs: 2000,
    elapsedMs: 100,
    loadMs: 0,
    warnings: [],
  };
  return {
    services: {
      hearFile: (_file: string, request: HearingRequest) => {
        asked.push(request);
        return Promise.resolve(summary);
      },
    },
  };
}

const happy = [
  heard('What a day!', { at: [0, 1000], emotion: 'happy', events: ['laughter'] }),
  heard('# No.', { at: [1000, 2000] }),
];

describe('formats', () => {
  const file = wavFile(folder, 'formats.wav', { seconds: 1, isLoud: true });

  test.each([
    [[], 'What a day! # No.\n'],
    [['--tags'], '(happy) [laughter] What a day!\n# No.\n'],
    [['--format', 'rich'], '😀What a day!😊# No.\n'],
    [
      ['--format', 'aloud'],
      '---\nlanguage: en\n---\n\n<!-- Heard in formats.wav by sensevoice (sensevoice-small) on cpu. -->\n\n(happy) [laughter] What a day!\n\n\\# No.\n',
    ],
  ])('%j', async (args, stdout) => {
    const result = await run(['transcribe', file, ...args], hearing(happy));
    expect(result).toMatchObject({ exitCode: 0, stdout });
    expect(result.stderr).toMatch(
      /2\.0 s of sound in 100 ms, RTF 0\.050, by sensevoice \(sensevoice-small\) on cpu\n$/,
    );
  });

  test('what is asked of the engine', async () => {
    const asked: HearingRequest[] = [];
    const flags = ['--language', 'ZH-cn', '--allowed-languages', 'zh, en-us', '--no-itn'];
    await run(['transcribe', file, ...flags], hearing(happy, asked));
    await run(['transcribe', file], hearing(happy, asked));
    expect(asked).toMatchObject([
      { language: 'zh-CN', allowedLanguages: ['zh', 'en-US'], inverseTextNormalization: false },
      { engine: 'moonshine' },
    ]);
    expect(Object.keys(asked[1] ?? {}).sort()).toEqual(['engine', 'onHeard', 'onOpen', 'provider']);
  });
});

describe('--vocabulary', () => {
  const sound = wavFile(folder, 'vocabulary.wav', { seconds: 1, isLoud: true });
  const list = path.join(folder, 'words.txt');

  test('one phrase a line, each once; comments and empty lines are none', async () => {
    const asked: HearingRequest[] = [];
    writeFileSync(list, '# Names\r\nSiobhán\r\n\r\n  getUserMedia \n数据库\nC#\nSiobhán\n');
    await run(['transcribe', sound, '--vocabulary', list], hearing(happy, asked));
    expect(asked).toMatchObject([{ vocabulary: ['Siobhán', 'getUserMedia', '数据库', 'C#'] }]);
  });

  test.each([
    ['', /words\.txt has no phrases\./],
    ['# only comments\n', /words\.txt has no phrases\./],
    [
      `Siobhán\n${'x'.repeat(201)}\n`,
      /Line 2 of .*words\.txt is too long; a phrase has at most 200 characters\./,
    ],
    [
      Array.from({ length: 50_001 }, (_unused, index) => `w${index}`).join('\n'),
      /words\.txt has 50001 phrases; a vocabulary has at most 50000\./,
    ],
    ['\0\u0001', /words\.txt is not a text file: it holds binary data\./],
  ])('a bad file %#', async (content, message) => {
    writeFileSync(list, content);
    const { exitCode, stderr } = await run(['transcribe', sound, '--vocabulary', list], hearing(happy));
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test('no file', async () => {
    const missing = path.join(folder, 'none.txt');
    const { exitCode, stderr } = await run(['transcribe', sound, '--vocabulary', missing], hearing(happy));
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/none\.txt could not be read: /);
  });
});

describe('--replacements and --no-fillers', () => {
  const sound = wavFile(folder, 'replacements.wav', { seconds: 1, isLoud: true });
  const list = path.join(folder, 'replacements.txt');

  test('are asked for', async () => {
    const asked: HearingRequest[] = [];
    writeFileSync(list, '# Mine\nmy mail -> jane@example.org\narrow function -> "() => "\n');
    const args = ['transcribe', sound, '--replacements', list, '--no-fillers'];
    await run(args, hearing(happy, asked));
    expect(asked).toMatchObject([
      {
        replacements: [
          { heard: 'my mail', written: 'jane@example.org' },
          { heard: 'arrow function', written: '() => ' },
        ],
        leaveOutFillers: true,
      },
    ]);
  });

  test.each([
    ['', /replacements\.txt has no replacements\./],
    ['my mail\n', /Line 1 of .*replacements\.txt has no arrow\./],
    ['Get hub -> a\nget, Hub -> b\n', /"Get hub" and "get, Hub" in .*replacements\.txt are heard alike\./],
    ['... -> a\n', /"\.\.\." in .*replacements\.txt has no words that could be heard\./],
    [`${'x'.repeat(201)} -> a\n`, /is too long; at most 200 characters are heard and 1000 written\./],
  ])('a bad file %#', async (content, message) => {
    writeFileSync(list, content);
    const { exitCode, stderr } = await run(['transcribe', sound, '--replacements', list], hearing(happy));
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(message);
  });
});

describe('written to files', () => {
  const sound = wavFile(folder, 'one.wav', { seconds: 1, isLoud: true });
  const other = wavFile(folder, 'two.wav', { seconds: 1, isLoud: true });

  test('one file', async () => {
    const out = path.join(folder, 'one.srt');
    const result = await run(['transcribe', sound, '--format', 'srt', '-o', out], hearing(happy));
    expect(result).toMatchObject({ exitCode: 0, stdout: `${out}\n` });
    expect(readFileSync(out, 'utf8')).toMatch(
      /^1\n00:00:00,000 --> 00:00:01,000\nWhat a day!\n\n2\n.*\n# No\.\n$/,
    );
  });

  test.each([
    ['named.srt', [], /^1\n00:/],
    ['named.VTT', [], /^WEBVTT\n/],
    ['named.json', [], /^\{"ok":true/],
    ['named.aloud', [], /^---\n/],
    ['named.txt', [], /^What a day!/],
    ['named.md', [], /^What a day!/],
    ['asked.srt', ['--format', 'text'], /^What a day!/],
  ])('%s with %j is written as its name says', async (name, args, content) => {
    const out = path.join(folder, name);
    const result = await run(['transcribe', sound, ...args, '-o', out], hearing(happy));
    expect(result).toMatchObject({ exitCode: 0, stdout: `${out}\n` });
    expect(readFileSync(out, 'utf8')).toMatch(content);
  });

  test('one file to a folder that is made', async () => {
    const out = `${path.join(folder, 'new')}/`;
    const result = await run(['transcribe', sound, '-o', out], hearing(happy));
    expect(result).toMatchObject({ exitCode: 0, stdout: `${path.join(out, 'one.txt')}\n` });
  });

  test('several files to a folder that is made, with a record of each', async () => {
    const out = path.join(folder, 'made', 'here');
    const args = ['transcribe', sound, other, '--format', 'vtt', '--output', out, '--json'];
    const { exitCode, records } = await run(args, hearing(happy));
    expect(exitCode).toBe(0);
    expect(records).toMatchObject([{ out: path.join(out, 'one.vtt') }, { out: path.join(out, 'two.vtt') }]);
    expect(readdirSync(out)).toEqual(['one.vtt', 'two.vtt']);
  });

  test('JSON', async () => {
    const out = path.join(folder, 'one.json');
    const result = await run(['transcribe', sound, '--format', 'json', '-o', out], hearing(happy));
    expect(result.stdout).toBe(`${out}\n`);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ ok: true, text: 'What a day! # No.' });
  });

  test('is not written over its sound, through a link either', async () => {
    const kept = path.join(folder, 'kept.wav');
    const link = path.join(folder, 'link.txt');
    writeFileSync(kept, 'RIFF');
    symlinkSync(kept, link);
    const result = await run(['transcribe', kept, '-o', link], hearing(happy));
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(`--output would overwrite ${kept}.`);
    expect(readFileSync(kept, 'utf8')).toBe('RIFF');
  });

  test.each([
    [[sound, '--format', 'srt', '--tags'], /--tags is for --format text/],
    [[sound, '-o', sound], /would overwrite/],
    [[sound, path.join(folder, 'sub', 'one.mp3'), '-o', folder], /would both be written to .*one\.txt/],
    [[sound, other, '--format', 'aloud'], /--format aloud takes one file.*--output/s],
    [[sound, '--allowed-languages', 'zh,'], /--allowed-languages.*commas between them/],
    [[sound, '--allowed-languages', 'zh,not a tag'], /--allowed-languages.*language tag/],
  ])('%j is wrong', async (args, message) => {
    const result = await run(['transcribe', ...args], hearing(happy));
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  test('a folder that cannot be made', async () => {
    const blocked = path.join(sound, 'folder');
    const result = await run(['transcribe', sound, other, '-o', blocked], hearing(happy));
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toMatch(
      /^error: The folder .* could not be made: a part of its path is not a folder/,
    );
  });
});
