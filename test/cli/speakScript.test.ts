import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { Services } from '../../server/src/services.ts';
import { kokoroAbilities } from '../../server/src/synthesis/engines/kokoro/kokoroAbilities.ts';
import { silentPlayback } from '../handlers/silentPlayback.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-script-'));
const out = path.join(folder, 'out.wav');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function speak(source: string, name = 'script.aloud', ...options: string[]) {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  const result = await run(['speak', '--file', file, '--out', out, '--json', ...options]);
  return { ...result, stderr: result.stderr.replaceAll(file, name) };
}

function wordsOf(records: readonly Record<string, unknown>[]): string {
  const words = records[0]?.['words'] as readonly { readonly text: string }[];
  return words.map(({ text }) => text).join(' ');
}

const cast = '---\ncast:\n  MARA: { voice: af_heart }\n  TOM: { voice: af_haert }\n---\n\n';

/** As `speak`, played. */
async function play(source: string, services: Partial<Services> = {}) {
  const file = path.join(folder, 'script.aloud');
  writeFileSync(file, source);
  let sampleCount = 0;
  const player: Services['sound']['player'] = {
    play: (chunks) => ({
      ...silentPlayback,
      async done() {
        for await (const { samples } of chunks) sampleCount += samples.length;
      },
    }),
  };
  const sound = { ...fakeServices().sound, player, requireSpeaker: () => Promise.resolve() };
  const result = await run(['speak', '--file', file, '--json'], { services: { ...services, sound } });
  return { ...result, sampleCount, stderr: result.stderr.replaceAll(file, 'script.aloud') };
}

describe('a script', () => {
  test('is spoken without its markup, and says what its voices cannot do once each', async () => {
    const { exitCode, records, stderr } = await speak(
      `${cast}MARA: (sad) Hello *there*. [laughter]\n\nIt [laughter] rained. <!-- not this -->\n`,
    );
    expect(exitCode, stderr).toBe(0);
    expect(wordsOf(records)).toBe('Hello there It rained');
    expect(records[0]).toMatchObject({
      ok: true,
      out,
      voice: 'af_heart',
      dropped: [
        {
          ability: 'event:laughter',
          voice: 'af_heart',
          range: { start: { line: 6, character: 27 }, end: { line: 6, character: 37 } },
        },
      ],
    });
    expect(stderr).toMatch(/script\.aloud: .*laughter/i);
  });

  test('that has errors is spoken all the same; they are told', async () => {
    const { exitCode, records, stderr } = await speak(`${cast}MARA: So <say rate=warp>be it</say>.\n`);
    expect(exitCode).toBe(0);
    expect(wordsOf(records)).toBe('So be it');
    expect(stderr).toMatch(/script\.aloud:7:\d+: \w+ bad-value: .*warp/);
    // Who says nothing has no wrong voice that could be heard.
    expect(stderr).toMatch(/script\.aloud:4:\d+: \w+ unknown-voice: .*af_haert/);
  });

  const haunted = `${cast}TOM: Who <say voice=nobody>is there</say>?\n\nMARA: No one.\n`;

  test('is played in the voice of its narrator for one that there is not; that is told first', async () => {
    const { exitCode, records, stderr, sampleCount } = await play(haunted);
    expect(exitCode, stderr).toBe(0);
    expect(sampleCount).toBeGreaterThan(0);
    expect(wordsOf(records)).toBe('Who is there No one');
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'script.aloud:4:17: error unknown-voice: There is no af_haert. af_heart speaks in its place. Did you mean af_heart?',
      'script.aloud:7:21: error unknown-voice: There is no nobody. af_heart speaks in its place. Did you mean af_heart?',
    ]);
    expect(records[0]).toMatchObject({
      replaced: [
        {
          voice: 'af_haert',
          message: 'There is no af_haert.',
          range: { start: { line: 3, character: 16 }, end: { line: 3, character: 24 } },
        },
        { voice: 'nobody' },
      ],
    });
  });

  test('that includes a cast is told of each of its characters, once', async () => {
    writeFileSync(path.join(folder, 'cast.yaml'), 'cast: { ANN: nobody, BEN: nobody, CAT: nobody }\n');
    const { stderr } = await play('---\ninclude: cast.yaml\n---\n\nANN: Hi.\n\nBEN: Ho.\n');
    const told = stderr.split('\n').filter((line) => line.includes('unknown-voice'));
    expect(told.map((line) => line.replace(/^.* unknown-voice: /u, ''))).toEqual([
      // She says nothing that would be heard.
      expect.stringMatching(/^CAT of cast\.yaml: There is no voice "nobody"/u),
      expect.stringMatching(/^ANN of cast\.yaml: There is no nobody\./u),
      expect.stringMatching(/^BEN of cast\.yaml: There is no nobody\./u),
    ]);
  });

  test('is not written to a file with a voice that there is not; nothing is loaded', async () => {
    const file = path.join(folder, 'haunted.aloud');
    writeFileSync(file, haunted);
    const unwritten = path.join(folder, 'unwritten.wav');
    const openSynthesis = (): Promise<never> => Promise.reject(new Error('An engine was loaded.'));
    const { exitCode, stderr } = await run(['speak', '--file', file, '--out', unwritten], {
      services: { openSynthesis },
    });
    expect(exitCode).toBe(1);
    expect(stderr.replaceAll(file, 'script.aloud').split('\n')).toEqual([
      'script.aloud:7:21: error unknown-voice: There is no nobody. Did you mean af_heart?',
      'error: script.aloud:4:17: There is no af_haert.',
      expect.stringContaining('Did you mean af_heart?'),
      '',
    ]);
    expect(existsSync(unwritten)).toBe(false);
  });

  const misled = '---\ncast: { MARA: { voice: af_heart, engine: fakery }, TOM: { engine: gone } }\n---\n\n';

  const readScriptKnowledge: Services['readScriptKnowledge'] = async (signal) => ({
    ...(await fakeServices().readScriptKnowledge(signal)),
    abilities: new Map([['kokoro', kokoroAbilities]]),
  });

  test('is not written to a file for an engine that there is not; nothing is loaded', async () => {
    const openSynthesis = (): Promise<never> => Promise.reject(new Error('An engine was loaded.'));
    const file = path.join(folder, 'misled.aloud');
    writeFileSync(file, `${misled}MARA: No one.\n`);
    const unwritten = path.join(folder, 'unwritten.wav');
    const services = { openSynthesis, readScriptKnowledge };
    const { exitCode, stderr } = await run(['speak', '--file', file, '--out', unwritten], { services });
    expect(exitCode).toBe(1);
    expect(stderr.replaceAll(file, 'script.aloud').split('\n')).toEqual([
      expect.stringMatching(/^script\.aloud:2:\d+: error unknown-voice: There is no engine "gone"/u),
      expect.stringMatching(/^error: script\.aloud:2:42: There is no engine "fakery" that could speak\./u),
      expect.stringContaining('Correct its name'),
      '',
    ]);
    expect(existsSync(unwritten)).toBe(false);
  });

  test.each([
    ['of somebody who says nothing', `${misled}Hello.\n`],
    ['that is there', '---\ncast: { MARA: { voice: af_heart, engine: kokoro } }\n---\n\nMARA: Hello.\n'],
  ])('with an engine %s is written', async (_, source) => {
    const file = path.join(folder, 'led.aloud');
    writeFileSync(file, source);
    const led = await run(['speak', '--file', file, '--out', out, '--json'], {
      services: { readScriptKnowledge },
    });
    expect(led.exitCode, led.stderr).toBe(0);
    expect(wordsOf(led.records)).toBe('Hello');
  });

  test('with an engine that there is not is played, in the voice that it names', async () => {
    const { exitCode, records, stderr } = await play(`${misled}MARA: Hello.\n`, {
      readScriptKnowledge,
    });
    expect(exitCode, stderr).toBe(0);
    expect(records[0]).toMatchObject({ replaced: [] });
    expect(stderr).toContain('There is no engine "fakery"');
  });

  test.each([
    ['a sound that is missing', '[sound "door.wav"]\n\nHello.\n', 'fileUnreadable', /does not exist/],
    ['a sound elsewhere', '[sound "../../door.wav"]\n\nHello.\n', 'fileUnreadable', /is outside of/],
    ['nothing to say', `${cast}<!-- only this -->\n`, 'invalidInput', /nothing to say/],
  ])('with %s fails before anything is spoken', async (_, source, code, message) => {
    const { exitCode, records } = await speak(source);
    expect(exitCode).toBe(1);
    expect(records).toMatchObject([{ ok: false, error: { code } }]);
    expect(JSON.stringify(records)).toMatch(message);
  });

  test('whose narrator does not exist is not spoken', async () => {
    const { exitCode } = await speak('Hello.\n', 'plain.aloud', '--voice', 'nobody');
    expect(exitCode).toBe(2);
  });
});

describe('Markdown', () => {
  test('is not written to a file with a voice that there is not', async () => {
    const { exitCode, records } = await speak('Hello.\n\n<say voice=nobody>No</say>.\n', 'b.md');
    expect(exitCode).toBe(1);
    expect(records).toMatchObject([{ error: { code: 'scriptHasErrors' } }]);
    expect(JSON.stringify(records)).toMatch(/b\.md:3:12: There is no nobody\./);
  });

  test('is spoken without its markup', async () => {
    const { exitCode, records, stderr } = await speak(
      '# Title\n\nSome **bold** [link](https://x.y).\n',
      'a.md',
    );
    expect(exitCode, stderr).toBe(0);
    expect(wordsOf(records)).toBe('Title Some bold link');
  });
});

describe('takes', () => {
  test('are heard, and what was kept and missed is told', async () => {
    const said = run(['speak', 'Hello there.', '--takes', '3', '--out', out]);
    expect((await said).exitCode, (await said).stderr).toBe(0);
    expect((await said).stderr).toContain(
      '"Hello there.": kept take 1 of 3, which lacks "there"; take 2 lacks "there", take 3 lacks "there"',
    );
    expect((await said).stderr).toContain(
      'Takes: 3 of 1 sentences, heard by fake-1; 0 sentences were heard without a fault.',
    );
  });

  test('of a script are chosen line by line', async () => {
    const { records, stderr } = await speak('Hello.\n\nHello there.\n', 'takes.aloud', '--takes', '2');
    expect(records, stderr).toMatchObject([
      {
        takes: [
          { text: 'Hello.', model: 'fake-1', takes: [{ takeIndex: 0, cost: 0 }] },
          { text: 'Hello there.', takes: [{ takeIndex: 0, heard: 'hello' }, { takeIndex: 1 }] },
        ],
      },
    ]);
  });

  test.each([
    ['1', 0, null],
    ['0', 2, undefined],
    ['2.5', 2, undefined],
    ['11', 2, undefined],
  ])('--takes %s', async (count, code, takes) => {
    const { exitCode, records } = await speak('Hello.\n', 'count.aloud', '--takes', count);
    expect(exitCode).toBe(code);
    expect(records[0]?.['takes']).toEqual(takes);
  });

  test('need an ear: what to install is said, and nothing is spoken', async () => {
    const missing = new SpeechError('modelNotInstalled', {
      message: 'Nothing that is installed hears English (en).',
      hint: 'Install Moonshine.',
    });
    const services = { chooseRecognition: () => Promise.resolve({ engine: 'moonshine', missing }) };
    const { exitCode, records } = await run(['speak', 'Hello.', '--takes', '2', '--out', out, '--json'], {
      services,
    });
    expect(exitCode).toBe(3);
    expect(records).toMatchObject([{ ok: false, error: { code: 'modelNotInstalled' } }]);
  });
});
