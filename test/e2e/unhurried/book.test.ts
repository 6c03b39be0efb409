import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureLevel } from '../../../server/src/audio/level.ts';
import { joinSamples } from '../../../server/src/audio/joinSamples.ts';
import { generatedSpeech } from '../../../server/src/audioFiles/generatedSpeech.ts';
import { writeSoundFile } from '../../../server/src/audioFiles/soundFile.ts';
import { openAudioFile } from '../../../server/src/audioFiles/openAudioFile.ts';
import type { ChapterText } from '../../../server/src/book/chapterText.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud, startAloud } from '../../support/aloudProcess.ts';
import { never } from '../../support/never.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-book-'));
const script = path.join(folder, 'harbor.aloud');
const out = path.join(folder, 'book');
const harbor = 'The boat was waiting at the end of the pier. Nobody had slept.';
const sea = 'The gulls had gone, and the wind with them.';
const front = '---\ntitle: The first boat\ncast:\n  MARA: { voice: bf_emma }\n---\n\n';
const source = `${front}# The harbor\n\n${harbor}\n\n# The island\n\nMARA: ${sea}\n`;
/** A program of Java whose file runs as one, as Debian has it. */
const epubcheck = '/usr/bin/epubcheck';
const hasEpubcheck = [epubcheck, '/usr/bin/java'].every(existsSync);
const hasFfmpeg = ['/usr/bin/ffmpeg', '/usr/bin/ffprobe'].every(existsSync);

beforeAll(async () => {
  const { exitCode, stderr } = await runAloud(['models', 'pull']);
  expect(exitCode, stderr).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Chapter {
  readonly title: string;
  readonly startMs: number;
  readonly kept: boolean;
}

async function render(text: string, ...options: string[]) {
  writeFileSync(script, text);
  const result = await runAloud(['render', script, '--out', out, '--json', ...options]);
  expect(result.exitCode, result.stderr).toBe(0);
  const [record] = recordsOf(result);
  return record?.['chapters'] as readonly Chapter[];
}

async function hear(name: string): Promise<string> {
  const result = await runAloud(['transcribe', path.join(out, name), '--engine', 'moonshine', '--json']);
  expect(result.exitCode, result.stderr).toBe(0);
  return String(recordsOf(result)[0]?.['text']);
}

async function readSamples(name: string): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const file = await openAudioFile(path.join(out, name), never);
  for await (const chunk of file.readMono(24_000, never)) parts.push(chunk);
  return joinSamples(parts);
}

describe('a book', () => {
  test('is heard chapter by chapter, and is as loud as shops ask', async () => {
    const chapters = await render(source, '--format', 'mp3,flac,vtt');
    expect(chapters.map(({ title, kept }) => [title, kept])).toEqual([
      ['The harbor', false],
      ['The island', false],
    ]);
    expect(
      compareTranscripts(`The harbor. ${harbor}`, await hear('01 The harbor.mp3')).editCount,
    ).toBeLessThanOrEqual(1);
    expect(
      compareTranscripts(`The island. ${sea}`, await hear('02 The island.flac')).editCount,
    ).toBeLessThanOrEqual(1);
    for (const name of ['01 The harbor.mp3', '02 The island.flac']) {
      const { rmsDb, peakDb } = measureLevel(await readSamples(name));
      expect(rmsDb).toBeGreaterThan(-23);
      expect(rmsDb).toBeLessThan(-18);
      expect(peakDb).toBeLessThanOrEqual(-3);
    }
    const subtitles = readFileSync(path.join(out, '02 The island.vtt'), 'utf8');
    expect(subtitles.split('\n').slice(-3).join(' ')).toContain('wind with them.');
  });

  test('whose second chapter changed has the first as it was', async () => {
    const changed = 'The boats came back before the morning.';
    const chapters = await render(source.replace(sea, changed), '--format', 'mp3,flac,vtt');
    expect(chapters.map(({ kept }) => kept)).toEqual([true, false]);
    expect(
      compareTranscripts(`The island. ${changed}`, await hear('02 The island.mp3')).editCount,
    ).toBeLessThanOrEqual(1);
  });

  test('that was killed leaves no half of a file, and goes on', async () => {
    rmSync(out, { recursive: true });
    const long = Array.from({ length: 40 }, (_, index) => `Nobody knew where boat ${index + 1} was.`).join(
      '\n\n',
    );
    writeFileSync(script, `${source}\n# The night\n\n${long}\n`);
    const args = ['render', script, '--out', out, '--format', 'wav', '--json', '--again'];
    const { child, done } = startAloud(args);
    while (!existsSync(path.join(out, '02 The island.wav'))) await delay(20);
    child.kill('SIGKILL');
    await done;
    expect(
      readdirSync(out)
        .filter((name) => !name.endsWith('.part'))
        .toSorted(),
    ).toEqual(expect.arrayContaining(['01 The harbor.wav', 'book.json']));
    const chapters = await render(source, '--format', 'wav');
    expect(chapters[0]?.kept).toBe(true);
    const visible = readdirSync(out).filter((name) => !name.startsWith('.'));
    expect(visible.toSorted()).toEqual(['01 The harbor.wav', '02 The island.wav', 'book.json']);
  });

  test('to read along has each word where it is heard', async () => {
    await render(source, '--format', 'epub');
    const { blocks } = JSON.parse(readFileSync(path.join(out, '01 The harbor.json'), 'utf8')) as ChapterText;
    const words = blocks.flatMap((block) => block.words);
    const [from, to] = [words.at(-3), words.at(-1)];
    expect(words.slice(-3).map(({ text }) => text)).toEqual(['Nobody', 'had', 'slept']);
    const samples = await readSamples('01 The harbor.mp3');
    const [start, end] = [from?.startMs ?? 0, to?.endMs ?? 0].map((ms) => Math.round(ms * 24));
    const cut = samples.slice(start, end);
    const file = {
      path: path.join(out, 'cut.wav'),
      format: 'wav',
      sampleRateHz: 24_000,
      tags: generatedSpeech,
    } as const;
    await writeSoundFile({ ...file, sampleCount: cut.length }, Readable.from([cut]), never);
    expect(compareTranscripts('Nobody had slept.', await hear('cut.wav')).editCount).toBe(0);
    rmSync(path.join(out, 'cut.wav'));
  });

  test.skipIf(!hasEpubcheck)('to read along is as the specification asks (EPUBCheck)', async () => {
    await render(source, '--format', 'epub');
    const said = execFileSync('/usr/bin/java', ['-jar', epubcheck, path.join(out, 'The first boat.epub')]);
    expect(said.toString()).toContain('0 fatals / 0 errors / 0 warnings');
  });

  test.skipIf(!hasFfmpeg)('is one file with its chapters (ffmpeg)', async () => {
    const [, second] = await render(source, '--format', 'm4b');
    const probe = ['-v', 'error', '-show_entries', 'chapter=start_time:chapter_tags=title', '-of', 'json'];
    const shown = execFileSync('/usr/bin/ffprobe', [...probe, path.join(out, 'The first boat.m4b')]);
    const { chapters } = JSON.parse(shown.toString()) as {
      readonly chapters: readonly {
        readonly start_time: string;
        readonly tags: { readonly title: string };
      }[];
    };
    expect(chapters.map(({ tags }) => tags.title)).toEqual(['The harbor', 'The island']);
    const odd = path.join(folder, 'data:-50%d?#');
    const result = await runAloud(
      ['render', script, '--out', path.relative(folder, odd), '--format', 'm4b'],
      {
        cwd: folder,
      },
    );
    expect(result.exitCode, result.stderr).toBe(0);
    expect(readdirSync(odd)).toContain('The first boat.m4b');
    expect(Number(chapters[1]?.start_time)).toBeCloseTo((second?.startMs ?? 0) / 1000, 2);
  });
});
