import { execFileSync } from 'node:child_process';
import { chmod, open, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SpeechErrorCode } from '../../protocol/errors.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import {
  asOrdinaryUser,
  collect,
  createTempFolder,
  fixture,
  never,
  readAll,
  writeTruncated,
} from './audioFixtures.ts';

async function checkRefused(filePath: string, code: SpeechErrorCode, found: string): Promise<void> {
  const error: unknown = await openAudioFile(filePath, never).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/) as string });
  expect(String(error)).toContain(filePath);
  expect(String(error)).toContain(found);
}

describe('files that cannot be opened', () => {
  it.skipIf(process.platform === 'win32')('are pipes that nobody writes to, and nobody waits', async () => {
    await using folder = await createTempFolder();
    const pipe = folder.file('pipe.wav');
    execFileSync('mkfifo', [pipe]);
    // A writer lets whoever waits go, so that a failure does not hold this process.
    const release = setTimeout(() => void open(pipe, 'r+').then((file) => file.close()), 1000);
    const startMs = performance.now();
    await checkRefused(pipe, 'fileUnreadable', 'a device or pipe');
    expect(performance.now() - startMs).toBeLessThan(900);
    clearTimeout(release);
  });

  it('are unreadable', async () => {
    await using folder = await createTempFolder();
    await checkRefused(folder.file('missing.wav'), 'fileUnreadable', 'does not exist');
    await checkRefused(folder.file('.'), 'fileUnreadable', 'a folder');
    await checkRefused('/dev/null', 'fileUnreadable', 'a device or pipe');
    await writeFile(folder.file('secret.wav'), 'x');
    await chmod(folder.file('secret.wav'), 0);
    await asOrdinaryUser(() =>
      checkRefused(folder.file('secret.wav'), 'fileUnreadable', 'permission denied'),
    );
  });
});

describe('files that hold no sound we know', () => {
  const contents: readonly (readonly [string, Uint8Array])[] = [
    ['is empty (0 bytes)', Buffer.alloc(0)],
    ['a text file', Buffer.from('Call me Ishmael. Some years ago, never mind how long precisely.')],
    ['a text file', Buffer.from('Zażółć gęślą jaźń. 你好。')],
    ['a file of zeros', Buffer.alloc(100_000)],
    ['an unknown kind', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))],
    ['film', Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1')],
    ['Matroska', Buffer.from('\x1aE\xdf\xa3\x01\0\0\0', 'latin1')],
    ['AIFF', Buffer.from('FORM\0\0\x10\0AIFFCOMM', 'latin1')],
    ['an image', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['AAC audio', Buffer.from('\xff\xf1\x50\x80\x02\x1f\xfc', 'latin1')],
    [
      'Speex',
      Buffer.concat([
        Buffer.from('OggS\0\x02', 'latin1'),
        Buffer.alloc(20),
        Buffer.from('\x01\x08Speex   ', 'latin1'),
      ]),
    ],
    ['stream description', Buffer.from('fLaC\0\0\0\x22')],
  ];

  it.each(contents)('%s', async (found, bytes) => {
    await using folder = await createTempFolder();
    await writeFile(folder.file('a.mp3'), bytes);
    await checkRefused(folder.file('a.mp3'), 'unsupportedAudio', found);
  });

  it.each([
    ['empty.wav', Buffer.alloc(0)],
    ['zeros.wav', Buffer.alloc(5000)],
    ['letter.pdf', Buffer.from('%PDF-1.7')],
  ])('converting %s is not proposed', async (name, bytes) => {
    await using folder = await createTempFolder();
    await writeFile(folder.file(name), bytes);
    await expect(openAudioFile(folder.file(name), never)).rejects.toMatchObject({
      message: expect.stringContaining('there is no sound in it') as string,
      hint: expect.not.stringContaining('Convert') as string,
    });
  });

  it('AAC in MPEG-4 is refused with the way out', async () => {
    const refusal = openAudioFile(fixture('tone.m4a'), never);
    await expect(refusal).rejects.toMatchObject({
      code: 'unsupportedAudio',
      message: expect.stringContaining('MPEG-4 audio (AAC or ALAC)') as string,
      hint: expect.stringContaining('ffmpeg -i INPUT -vn OUTPUT.wav') as string,
    });
  });
});

const encoded = [
  'tone-44100-stereo-cover.mp3',
  'tone-44100-stereo.ogg',
  'tone-mono.opus',
  'speakers-48000-5.1.opus',
  'speakers-96000-24bit-5.1.flac',
  'tone-44100-flac.ogg',
];

describe.each(encoded)('%s, damaged', (name) => {
  // The decoder libraries report bad frames on the console as well.
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('cut off: gives what is there, and says so', async () => {
    await using folder = await createTempFolder();
    const { length } = await readFile(fixture(name));
    await writeTruncated(name, folder.file('a'), Math.floor(length * 0.8));
    const file = await openAudioFile(folder.file('a'), never);
    const chunks = await collect(file.readMono(16_000, never));
    const whole = await readAll(fixture(name));
    const sampleCount = chunks.reduce((sum, samples) => sum + samples.length, 0);
    expect(sampleCount).toBeGreaterThan(0);
    expect(sampleCount).toBeLessThan(whole.length);
    expect(file.damage().truncated).toBe(true);
  });

  it('cut off in its headers, or scrambled: samples or a coded error, never a crash', async () => {
    await using folder = await createTempFolder();
    const original = await readFile(fixture(name));
    for (let round = 0; round < 12; round += 1) {
      const bytes = Buffer.from(round < 4 ? original.subarray(0, 60 + round * 150) : original);
      for (let count = 0; round >= 4 && count < 40; count += 1) {
        bytes[(round * 7919 + count * 104_729) % bytes.length] = (round * 31 + count * 17) % 256;
      }
      await writeFile(folder.file('a'), bytes);
      const outcome = await readAll(folder.file('a')).catch((error: unknown) => error);
      expect(outcome instanceof Float32Array || isSpeechError(outcome), String(outcome)).toBe(true);
    }
  });
});
