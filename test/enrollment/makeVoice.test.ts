import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeVoice, type VoiceMaking, type NewVoice } from '../../server/src/enrollment/makeVoice.ts';
import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { wavFile } from '../cli/wavFile.ts';
import { never } from '../support/never.ts';
import { enrollAlike } from '../voices/exampleProfile.ts';

const root = mkdtempSync(path.join(tmpdir(), 'aloud-make-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const sound = (name: string, seconds: number, isLoud = true): string =>
  wavFile(root, `${name}.wav`, { seconds, isLoud });
const good = sound('good', 4);

const state = { folder: '', steps: [] as unknown[], count: 0 };
beforeEach(() => {
  state.count += 1;
  state.folder = path.join(root, String(state.count));
  state.steps = [];
});

const wish: NewVoice = {
  name: 'Mara',
  statement: ' My own voice. ',
  clips: [{ file: good, transcript: null, emotion: null }],
  language: null,
  replaces: false,
  trustsTranscript: false,
};

/** Hears the same in every clip, and notes what is done. */
function making(change: Partial<VoiceMaking> = {}): VoiceMaking {
  return {
    voices: openVoiceLibrary(state.folder),
    isNameOfModel: (name) => name === 'af_heart',
    requireModels: () => {
      state.steps.push('models');
      return Promise.resolve();
    },
    hear: (file) => {
      state.steps.push(`hear ${path.basename(file)}`);
      const utterance = { ...unknownUtterance, text: 'The wind came first.', language: 'en' };
      return Promise.resolve([{ ...utterance, startMs: 0, endMs: 4000 }]);
    },
    enroll: (recordings) => {
      state.steps.push(`enroll ${recordings.map(({ sampleRateHz }) => sampleRateHz).join(' ')}`);
      return enrollAlike(recordings);
    },
    nowMs: () => Date.UTC(2026, 10, 26, 22),
    onProgress: (progress) => state.steps.push(progress),
    ...change,
  };
}

test('clips are read and heard, the voice is made of all of them and kept with the statement', async () => {
  const clips = [
    ...wish.clips,
    { file: sound('glad', 3), transcript: 'The wind came first!', emotion: 'happy' },
  ];
  const made = await makeVoice({ ...wish, clips: clips as NewVoice['clips'] }, making(), never);
  expect(state.steps).toEqual([
    'models',
    { phase: 'hearing', clipIndex: 0, clipCount: 2 },
    'hear good.wav',
    { phase: 'hearing', clipIndex: 1, clipCount: 2 },
    'hear glad.wav',
    { phase: 'enrolling', clipIndex: 2, clipCount: 2 },
    'enroll 16000 16000',
  ]);
  expect(made.voice).toMatchObject({
    name: 'Mara',
    language: 'en',
    consent: { statement: 'My own voice.', statedAt: '2026-11-26T22:00:00.000Z' },
  });
  expect(made.examinations.map(({ transcript }) => transcript)).toEqual([
    'The wind came first.',
    'The wind came first!',
  ]);
  const kept = await openVoiceLibrary(state.folder).open('Mara', never);
  expect(kept.clips.map(({ emotion }) => emotion)).toEqual([null, 'happy']);
});

describe('before anything is heard or loaded', () => {
  const clipOf = (file: string): Partial<NewVoice> => ({
    clips: [{ file, transcript: 'Hello.', emotion: null }],
  });
  const happy = { file: good, transcript: null, emotion: 'happy' } as const;
  writeFileSync(path.join(root, 'text.wav'), 'This is no sound at all.');
  const telephone = path.join(root, 'telephone.wav');
  const slow = readFileSync(good);
  slow.writeUInt32LE(8000, 24);
  writeFileSync(telephone, slow);

  test.each<{ name: string; change: Partial<NewVoice>; code?: string; message: string; hint: string }>([
    {
      name: 'no statement',
      change: { statement: ' ' },
      message: 'The voice "Mara" has no statement of whose voice it is.',
      hint: 'A voice belongs to a person',
    },
    { name: 'no name', change: { name: 'a/b' }, message: '"a/b" is no name for a voice.', hint: 'Mara' },
    {
      name: 'the name of another voice',
      change: { name: 'af_heart' },
      message: '"af_heart" is the name of another voice.',
      hint: 'another name',
    },
    {
      name: 'two clips of one emotion',
      change: { clips: [...wish.clips, happy, happy] },
      message: 'Two clips are of the emotion "happy".',
      hint: 'one for each emotion',
    },
    {
      name: 'only an emotion',
      change: { clips: [happy] },
      message: 'The first clip of a voice, and no other, is of no emotion.',
      hint: 'one clip that all is spoken with',
    },
    {
      name: 'half a second less a bit',
      change: clipOf(sound('short', 0.4)),
      message: 'The clip short.wav is 0.4 s long, too short for a voice.',
      hint: '3 to 10 s',
    },
    {
      name: 'a minute',
      change: clipOf(sound('long', 60)),
      message: 'The clip long.wav is 60.0 s long, too long for a clip of a voice.',
      hint: '3 to 10 s',
    },
    {
      name: 'silence',
      change: clipOf(sound('silence', 4, false)),
      message: 'The clip silence.wav is silent.',
      hint: 'somebody speaks',
    },
    {
      name: 'no sound file',
      change: clipOf(path.join(root, 'text.wav')),
      code: 'unsupportedAudio',
      message: 'text.wav',
      hint: '',
    },
    {
      name: 'no file',
      change: clipOf(path.join(root, 'none.wav')),
      code: 'fileUnreadable',
      message: 'none.wav',
      hint: '',
    },
    {
      name: 'a telephone',
      change: clipOf(telephone),
      code: 'unsupportedAudio',
      message: 'The clip telephone.wav has a sample rate of 8000 Hz, less than 16000.',
      hint: '16 kHz or more',
    },
  ])('$name is refused', async ({ change, code = 'invalidInput', message, hint }) => {
    await expect(makeVoice({ ...wish, ...change }, making(), never)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
    expect(state.steps).toEqual([]);
  });
});

test('a name is taken until its voice is replaced', async () => {
  await makeVoice(wish, making(), never);
  await expect(makeVoice(wish, making(), never)).rejects.toMatchObject({
    message: 'There is a voice "Mara" already.',
  });
  await makeVoice({ ...wish, statement: 'Ann, who agreed.', replaces: true }, making(), never);
  const { consent } = await openVoiceLibrary(state.folder).open('Mara', never);
  expect(consent.statement).toBe('Ann, who agreed.');
});

test('what fails or is cancelled leaves nothing', async () => {
  const cancelled = new AbortController();
  const enroll = (): Promise<never> => {
    cancelled.abort(new Error('enough'));
    return Promise.reject(new Error('enough'));
  };
  await expect(makeVoice(wish, making({ enroll }), cancelled.signal)).rejects.toThrow('enough');
  expect(readdirSync(root)).not.toContain(path.basename(state.folder));
});
