import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Services } from '../../server/src/services.ts';
import type { ClipRecording } from '../../server/src/voices/voiceProfile.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { never } from '../support/never.ts';
import { enrollAlike, exampleProfile } from '../voices/exampleProfile.ts';
import { run } from './support.ts';
import { wavFile } from './wavFile.ts';

const root = mkdtempSync(path.join(tmpdir(), 'aloud-cli-voices-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const clip = wavFile(root, 'mara.wav', { seconds: 4, isLoud: true });
const state = { folder: '', count: 0, recordings: [] as readonly ClipRecording[] };
beforeEach(() => {
  state.count += 1;
  state.folder = path.join(root, String(state.count));
});

/** Everything that is loud is heard as "hello"; clips become all the same voice. */
function services(): Partial<Services> {
  return {
    voices: openVoiceLibrary(state.folder),
    enrollClips: (recordings) => {
      state.recordings = recordings;
      return enrollAlike(recordings);
    },
  };
}

const runVoices = (...args: string[]) => run(['voices', ...args], { services: services() });

describe('add', () => {
  test('makes a voice of a clip, with what is heard in it', async () => {
    const result = await runVoices('add', 'Mara', clip, '--whose', 'My own voice.');
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: 'Mara can speak: aloud speak --voice "Mara" "Hello."\n',
    });
    expect(result.stderr).toContain('mara.wav: 4.0 s,');
    expect(result.stderr).toContain('it says: hello');
    expect(readdirSync(state.folder)).toEqual(['Mara.voice']);
    expect(state.recordings).toMatchObject([{ sampleRateHz: 16_000, transcript: 'hello', emotion: null }]);
  });

  test('takes transcripts, and clips for emotions', async () => {
    const happy = wavFile(root, 'happy.wav', { seconds: 2, isLoud: true });
    const sad = wavFile(root, 'sad.wav', { seconds: 3, isLoud: true });
    const emotions = ['--emotion', 'happy', happy, 'Hello!', 'sad', sad];
    const said = ['--transcript', 'Hello.', '--whose', 'Ann, who agreed.', '--language', 'en-GB'];
    const result = await runVoices('add', 'Ann', clip, ...said, ...emotions, '--json');
    expect(result.records).toMatchObject([
      {
        ok: true,
        voice: { id: 'Ann', engine: 'cosyvoice', language: 'en-GB', statement: 'Ann, who agreed.' },
        clips: [
          {
            file: clip,
            durationMs: 4000,
            transcript: 'Hello.',
            heard: 'hello',
            divergence: { editCount: 0 },
          },
          { file: happy, durationMs: 2000, transcript: 'Hello!', faults: ['tooShort', 'noisy'] },
          { file: sad, durationMs: 3000, transcript: 'hello', divergence: null },
        ],
      },
    ]);
    expect(state.recordings.map(({ emotion }) => emotion)).toEqual([null, 'happy', 'sad']);
    expect(result.stderr).toContain('happy.wav: It is shorter than 3 s');
  });

  test.each([
    {
      name: 'no statement',
      args: [],
      exitCode: 1,
      stderr: /has no statement of whose voice it is.*--whose/s,
    },
    {
      name: 'another transcript',
      args: ['--whose', 'Mine.', '--transcript', 'Good evening to you.'],
      exitCode: 1,
      stderr: /"hello" is heard in place of "good evening to you".*--trust-transcript/s,
    },
    {
      name: 'an emotion that is none',
      args: ['--whose', 'Mine.', '--emotion', 'glad', clip],
      exitCode: 2,
      stderr: /not "glad .*Emotions are neutral, happy/s,
    },
    {
      name: 'an emotion without a clip',
      args: ['--whose', 'Mine.', '--emotion', 'happy'],
      exitCode: 2,
      stderr: /not "happy"/s,
    },
  ])('$name is refused', async ({ args, exitCode, stderr }) => {
    const result = await runVoices('add', 'Mara', clip, ...args);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(stderr);
    expect(readdirSync(root)).not.toContain(path.basename(state.folder));
  });

  test('a transcript is trusted where that is said', async () => {
    const said = ['--transcript', 'Good evening to you.', '--trust-transcript', '--whose', 'Mine.'];
    const result = await runVoices('add', 'Mara', clip, ...said);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('Compare the transcript: "hello" is heard in place of');
  });
});

test('show says whose voice it is, and what it was made of', async () => {
  await openVoiceLibrary(state.folder).add(exampleProfile, { replaces: false }, never);
  expect((await runVoices('show', 'mei')).stdout).toBe(
    [
      'Mei (zh), spoken by cosyvoice',
      'Whose voice: My own voice.',
      'Stated: 2026-11-26T22:00:00.000Z',
      'clip, 120 ms: 希望你以后能够做的比我还好呦。',
      'happy, 40 ms: 太好了！',
      '',
    ].join('\n'),
  );
  const unknown = await runVoices('show', 'Mai');
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unknown.stderr).toContain('Did you mean Mei?');
});

test('list names what cannot be read, and the others; remove removes it', async () => {
  await openVoiceLibrary(state.folder).add(exampleProfile, { replaces: false }, never);
  writeFileSync(path.join(state.folder, 'broken.voice'), 'x'.repeat(100));
  const listed = await runVoices('list');
  expect(listed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('af_heart') as string });
  expect(listed.stderr).toBe(
    'broken cannot speak: The file broken.voice is no voice of Aloud. Choose a file that Aloud made of a clip.\n',
  );
  expect((await runVoices('list', '--json')).records).toMatchObject([
    { ok: true, unreadable: [{ id: 'broken', state: 'unreadable', problem: { code: 'modelIncompatible' } }] },
  ]);
  expect((await runVoices('remove', 'broken', 'Mei')).exitCode).toBe(0);
  expect(readdirSync(state.folder)).toEqual([]);
  expect((await runVoices('remove', 'Mei')).exitCode).toBe(2);
});
