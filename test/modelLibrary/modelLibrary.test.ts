import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { createModelLibrary } from '../../server/src/modelLibrary/modelLibrary.ts';
import { createModelStore } from '../../server/src/models/modelStore.ts';
import type { OwnVoices } from '../../server/src/modelLibrary/ownVoices.ts';
import type { VoiceProfile } from '../../server/src/voices/voiceProfile.ts';
import { never } from '../support/never.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-library-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A user with one voice. */
function ownVoices(profile: VoiceProfile): OwnVoices {
  return {
    list: () =>
      Promise.resolve([
        { state: 'ready', name: profile.name, engine: 'cosyvoice', language: 'zh' },
        { state: 'unreadable', name: 'Broken' },
      ]),
    open(name) {
      if (name === profile.name) return Promise.resolve(profile);
      const code = name === 'Broken' ? 'modelCorrupt' : 'unknownVoice';
      return Promise.reject(new SpeechError(code, { message: `Not ${name}.`, hint: 'Make it again.' }));
    },
  };
}

const mara: VoiceProfile = {
  name: 'Mara',
  consent: { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' },
  clips: [
    {
      emotion: null,
      transcript: 'Hello.',
      language: 'zh',
      tokens: Int32Array.of(1, 2),
      mel: new Float32Array(320),
      embedding: new Float32Array(192),
    },
  ],
};

const library = (profile = mara, store = createModelStore({ folder, environment: {} })) =>
  createModelLibrary({
    store,
    ownVoices: ownVoices(profile),
    searchPath: '',
    prepare: () => Promise.resolve(),
    note: () => undefined,
  });

test("voices are the catalogue's and one's own", async () => {
  const voices = await library().listVoices(never);
  expect(voices).toContainEqual({
    id: 'af_heart',
    engine: 'kokoro',
    language: 'en-US',
    gender: 'female',
    state: 'notInstalled',
  });
  expect(voices.filter(({ engine }) => engine === 'cosyvoice')).toEqual([
    { id: 'Mara', engine: 'cosyvoice', language: 'zh', gender: null, state: 'notInstalled' },
  ]);
});

test.each([
  ['af_heart', 'kokoro', 'kokoro-82m', 'none'],
  ['af_heart:2+am_adam', 'kokoro', 'kokoro-82m', 'none'],
  ['Mara', 'cosyvoice', 'fun-cosyvoice3-0.5b', 'approximated'],
])('%s is spoken by %s', async (voice, engine, model, instruct) => {
  const known = library();
  await known.requireVoice(voice, never);
  expect(known.synthesisEngine(voice)).toBe(engine);
  expect(known.synthesisModels(voice)).toEqual([model]);
  expect(known.voiceAbilities(voice).instruct.support).toBe(instruct);
});

test.each([
  [[], 'fun-cosyvoice3-0.5b', 'notInstalled'],
  [['cosyvoice3-graphs'], 'cosyvoice3-graphs', 'installed'],
  [['cosyvoice3-graphs', 'fun-cosyvoice3-0.5b'], 'fun-cosyvoice3-0.5b', 'installed'],
])('where %j is installed, it is %s that speaks', async (installed, model, state) => {
  const store = createModelStore({ folder, environment: {} });
  const known = library(mara, {
    ...store,
    list: async () =>
      (await store.list()).map((summary) =>
        installed.includes(summary.id) ? { ...summary, state: 'installed' } : summary,
      ),
  });
  expect((await known.listVoices(never)).find(({ id }) => id === 'Mara')?.state).toBe(state);
  expect(known.synthesisModels('Mara')).toEqual([model]);
});

const lists = '`aloud voices` lists all';
const makes = '; `aloud voices add` makes one of a clip';

describe('a voice that cannot speak', () => {
  test.each([
    ['Mera', 'unknownVoice', `Did you mean Mara? ${lists}${makes}.`],
    ['af_haert', 'unknownVoice', `Did you mean af_heart? ${lists}${makes}.`],
    ['Mara+af_heart', 'unknownVoice', 'Name it alone.'],
    // Mara cannot be blended.
    ['Mera+af_heart', 'unknownVoice', `${lists}.`],
    ['Broken', 'modelCorrupt', 'Make it again.'],
  ])('%s', async (voice, code, hint) => {
    await expect(library().requireVoice(voice, never)).rejects.toMatchObject({ code, hint });
  });
});

describe('in place of a voice that there is not, only voices of the engine asked for are named', () => {
  test.each([
    ['kokoro', 'sara', `Did you mean if_sara or af_sarah? ${lists}.`],
    ['kokoro', 'Mera', `${lists}.`],
    ['cosyvoice', 'sara', `Did you mean Mara? ${lists}${makes}.`],
    ['cosyvoice', 'af_haert', `${lists}${makes}.`],
  ])('%s: %s', async (engine, voice, hint) => {
    const expected = { code: 'unknownVoice', message: `There is no voice "${voice}".`, hint };
    await expect(library().chooseVoice({ engine, voice }, never)).rejects.toMatchObject(expected);
    await expect(library().requireVoice(voice, never, engine)).rejects.toMatchObject(expected);
  });
});

describe('what cannot be spoken in its language is found, the first of several', () => {
  const find = async (...requests: [voice: string, text: string, language?: string][]) => {
    const asked = requests.map(([voice, text, language]) => ({
      voice,
      text,
      ...(language !== undefined && { language }),
    }));
    const found = await library().findUnspoken(asked, never);
    return (
      found && `${found.request.text} ${found.refusal.code}: ${found.refusal.message} ${found.refusal.hint}`
    );
  };

  test('none of them', async () => {
    expect(
      await find(
        ['af_heart', 'One.'],
        ['af_heart', 'Two.', 'en-NZ'],
        ['Mara', 'Drei.', 'de-AT'],
        ['Mara', '你好。'],
        ['jf_alpha:2+af_heart', 'Three.'],
        ['af_heart', '...', 'ja'],
        // Who is not there is told elsewhere.
        ['nobody', 'One.', 'xx'],
      ),
    ).toBeNull();
  });

  test.each<[voice: string, language: string, expected: RegExp]>([
    ['af_heart', 'ja', /^No\. languageUnsupported: Kokoro .* "ja" here\. It speaks English;/],
    ['af_heart', 'fr-CA', /Kokoro .* "fr-CA" here\. .*models pull espeak-ng/],
    ['jf_alpha:2+af_heart', 'ja', /Kokoro .* "ja" here\./],
    ['Mara', 'hi', /CosyVoice .* "hi"\. It speaks zh, en,/],
  ])('%s, %s', async (voice, language, expected) => {
    expect(await find(['af_heart', 'Yes.'], [voice, 'No.', language], [voice, 'Nor.', 'xx'])).toMatch(
      expected,
    );
  });

  test.skipIf(process.platform === 'win32')('what a program here pronounces can be spoken', async () => {
    const programs = path.join(folder, 'programs');
    mkdirSync(programs);
    writeFileSync(path.join(programs, 'espeak-ng'), '', { mode: 0o755 });
    const known = createModelLibrary({
      store: createModelStore({ folder, environment: {} }),
      ownVoices: ownVoices(mara),
      searchPath: programs,
      prepare: () => Promise.resolve(),
      note: () => undefined,
    });
    const find = (language: string) =>
      known.findUnspoken([{ voice: 'af_heart', text: 'One.', language }], never);
    expect(await find('fr')).toBeNull();
    expect((await find('ja'))?.refusal.code).toBe('languageUnsupported');
    const refuse = await known.readRefusals(never);
    const asked = { text: 'One.', voiceLanguage: 'en' };
    expect(refuse('kokoro', { ...asked, language: 'fr' })).toBeNull();
    expect(refuse('kokoro', { ...asked, language: 'ja' })?.code).toBe('languageUnsupported');
  });

  test('of voices of the user only the one that speaks is read, and only for its language', async () => {
    const read: string[] = [];
    const voices = ownVoices(mara);
    const known = createModelLibrary({
      store: createModelStore({ folder, environment: {} }),
      ownVoices: {
        list: () => Promise.reject(new Error('All voices were read.')),
        open: (name, signal) => {
          read.push(name);
          return voices.open(name, signal);
        },
      },
      searchPath: '',
      prepare: () => Promise.resolve(),
      note: () => undefined,
    });
    const find = (voice: string, language?: string) =>
      known.findUnspoken([{ voice, text: 'One.', ...(language !== undefined && { language }) }], never);
    expect(await find('af_heart')).toBeNull();
    expect(await find('Mara', 'de')).toBeNull();
    expect(read).toEqual([]);
    expect(await find('Mara')).toBeNull();
    expect(read).toEqual(['Mara']);
  });

  test('by its letters', async () => {
    expect(await find(['af_heart', 'Hello.\n\nこんにちは。'])).toMatch(/"ja" here/);
  });
});

test("the sound of one's own voice is of what it was made of", async () => {
  const sourcesOf = async (profile: VoiceProfile): Promise<readonly string[]> => {
    const known = library(profile);
    await known.requireVoice('Mara', never);
    return known.soundSources('Mara');
  };
  const again = { ...mara, consent: { ...mara.consent, statement: 'My own.' } };
  const other = { ...mara, clips: mara.clips.map((made) => ({ ...made, tokens: Int32Array.of(1, 3) })) };
  const sources = await sourcesOf(mara);
  expect(sources).toEqual(['fun-cosyvoice3-0.5b', expect.stringMatching(/^[0-9a-f]{16}$/u)]);
  expect(await sourcesOf(again)).toEqual(sources);
  expect(await sourcesOf(other)).not.toEqual(sources);
});

test('the engine of a name speaks, or hears', () => {
  const known = library();
  expect(
    ['kokoro', 'cosyvoice', 'fun-cosyvoice3-0.5b', 'moonshine', 'moonshine-tiny'].map((name) =>
      known.speakingEngine(name),
    ),
  ).toEqual(['kokoro', 'cosyvoice', 'cosyvoice', null, null]);
});
