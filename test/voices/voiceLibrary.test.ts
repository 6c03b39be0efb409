import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { voicesFolder } from '../../server/src/voices/voicesFolder.ts';
import { never } from '../support/never.ts';
import { exampleProfile } from './exampleProfile.ts';

const state = { root: '', folder: '' };

beforeEach(() => {
  state.root = mkdtempSync(path.join(tmpdir(), 'aloud-voices-'));
  state.folder = path.join(state.root, 'data/voices');
});
afterEach(() => {
  rmSync(state.root, { recursive: true, force: true });
});

const keep = { replaces: false };

test('a voice is kept for the user alone, listed with whose it is, opened and removed', async () => {
  const library = openVoiceLibrary(state.folder);
  expect(await library.list(never)).toEqual([]);
  await library.add(exampleProfile, keep, never);
  expect(await library.list(never)).toEqual([
    {
      state: 'ready',
      name: 'Mei',
      engine: 'cosyvoice',
      language: 'zh',
      consent: { statement: 'My own voice.', statedAt: '2026-11-26T22:00:00.000Z' },
      clips: [
        { emotion: null, transcript: '希望你以后能够做的比我还好呦。', language: 'zh', durationMs: 120 },
        { emotion: 'happy', transcript: '太好了！', language: 'zh', durationMs: 40 },
      ],
    },
  ]);
  expect(await library.open('mei', never)).toEqual(exampleProfile);
  expect(readdirSync(state.folder)).toEqual(['Mei.voice']);
  expect(statSync(state.folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(state.folder, 'Mei.voice')).mode & 0o777).toBe(0o600);
  await library.remove('MEI', never);
  expect(readdirSync(state.folder)).toEqual([]);
});

test('the name of the file is the name of the voice', async () => {
  const library = openVoiceLibrary(state.folder);
  await library.add(exampleProfile, keep, never);
  writeFileSync(path.join(state.folder, '小美.voice'), readFileSync(path.join(state.folder, 'Mei.voice')));
  expect((await library.list(never)).map(({ name }) => name).sort()).toEqual(['Mei', '小美']);
  expect((await library.open('小美', never)).name).toBe('小美');
});

test('what cannot be read is listed with the reason, can be removed, and hides no other', async () => {
  const library = openVoiceLibrary(state.folder);
  await library.add(exampleProfile, keep, never);
  const place = (name: string): string => path.join(state.folder, `${name}.voice`);
  const whole = readFileSync(place('Mei'));
  writeFileSync(place('cut'), whole.subarray(0, 300));
  writeFileSync(place('later'), Buffer.concat([whole.subarray(0, 8), Buffer.of(9), whole.subarray(9)]));
  writeFileSync(place('foreign'), 'RIFF'.repeat(40));
  writeFileSync(place('a+b'), whole);
  mkdirSync(place('folder'));
  writeFileSync(path.join(state.folder, 'notes.txt'), 'none of ours');
  const listed = (await library.list(never)).map((voice) =>
    voice.state === 'ready' ? voice.name : [voice.name, voice.problem.code, voice.problem.message],
  );
  expect(listed).toEqual([
    ['a+b', 'invalidInput', '"a+b" is no name for a voice.'],
    ['cut', 'modelCorrupt', 'The voice cut.voice was changed or cut off.'],
    ['folder', 'fileUnreadable', `The voice ${place('folder')} cannot be read: it is a folder.`],
    ['foreign', 'modelIncompatible', 'The file foreign.voice is no voice of Aloud.'],
    ['later', 'modelIncompatible', 'The voice later.voice has the version 9, not 1.'],
    'Mei',
  ]);
  await expect(library.open('later', never)).rejects.toMatchObject({ hint: 'Update Aloud.' });
  await library.remove('a+b', never);
  await library.remove('cut', never);
  expect((await library.list(never)).map(({ name }) => name)).toEqual(['folder', 'foreign', 'later', 'Mei']);
});

test('a name is given once, whatever its case; it can be given anew', async () => {
  const library = openVoiceLibrary(state.folder);
  await library.add(exampleProfile, keep, never);
  await expect(library.requireFree('mei', never)).rejects.toMatchObject({ code: 'invalidInput' });
  await library.requireFree('Mara', never);
  const other = { ...exampleProfile, name: 'MEI', clips: exampleProfile.clips.slice(0, 1) };
  await expect(library.add(other, keep, never)).rejects.toMatchObject({
    message: 'There is a voice "Mei" already.',
  });
  await library.add(other, { replaces: true }, never);
  expect((await library.open('Mei', never)).clips).toHaveLength(1);
  expect(readdirSync(state.folder)).toEqual(['Mei.voice']);
});

test('of two that give the same name at the same time one is refused', async () => {
  const add = (): Promise<unknown> => openVoiceLibrary(state.folder).add(exampleProfile, keep, never);
  const results = await Promise.allSettled([add(), add()]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a voice that is not there is not opened, and makes no folder when it is removed', async () => {
  const library = openVoiceLibrary(state.folder);
  await expect(library.remove('Mei', never)).rejects.toMatchObject({ code: 'unknownVoice' });
  expect(readdirSync(state.root)).toEqual([]);
  await library.add(exampleProfile, keep, never);
  await expect(library.open('Mej', never)).rejects.toMatchObject({
    code: 'unknownVoice',
    hint: 'Did you mean Mei?',
  });
  await expect(library.remove('../voices/Mei', never)).rejects.toMatchObject({ code: 'unknownVoice' });
});

test('without a statement nothing is written', async () => {
  const unstated = { ...exampleProfile, consent: { ...exampleProfile.consent, statement: ' ' } };
  await expect(openVoiceLibrary(state.folder).add(unstated, keep, never)).rejects.toMatchObject({
    message: 'The voice "Mei" has no statement of whose voice it is.',
  });
  expect(readdirSync(state.folder)).toEqual([]);
});

test('nothing is written once it is cancelled', async () => {
  const cancelled = AbortSignal.abort(new Error('enough'));
  await expect(openVoiceLibrary(state.folder).add(exampleProfile, keep, cancelled)).rejects.toThrow('enough');
  expect(readdirSync(state.root)).toEqual([]);
});

describe('a name', () => {
  test.each(['Mara', 'old-tom', 'Old Tom', '小美', 'Zoë 2', 'x'.repeat(60)])('%s is one', async (name) => {
    await openVoiceLibrary(state.folder).requireFree(name, never);
  });

  test.each(['', ' ', '-x', 'a+b', 'a:2', 'a/b', '..', 'a.b', ' a', 'a  b', 'nul', 'COM1', 'x'.repeat(61)])(
    '%j is none',
    async (name) => {
      await expect(openVoiceLibrary(state.folder).requireFree(name, never)).rejects.toMatchObject({
        code: 'invalidInput',
      });
    },
  );
});

test.each([
  ['linux', {}, '/home/ann/.local/share/aloud/voices'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/aloud/voices'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/aloud/voices'],
  ['linux', { ALOUD_VOICES: '/mine', XDG_DATA_HOME: '/data' }, '/mine'],
  ['darwin', {}, '/home/ann/Library/Application Support/aloud/voices'],
  [
    'win32',
    { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' },
    'C:\\Users\\ann\\AppData\\Roaming\\aloud\\voices',
  ],
] as const)('%s %j: voices are in %s', (platform, environment, expected) => {
  expect(voicesFolder({ platform, environment, homeFolder: '/home/ann' })).toBe(expected);
});
