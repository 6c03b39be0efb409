import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onNotification } from '../../protocol/calls.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import { voicesList } from '../../protocol/voices.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { recordsOf, runAloud } from '../support/aloudProcess.ts';
import { toyVoice, writeCosyVoiceFiles } from '../support/cosyVoiceFiles.ts';
import { createDaemonPlace, type DaemonPlace } from '../support/daemonProcess.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';

const model = 'fun-cosyvoice3-0.5b';
const text = '今天天气很好，我们一起去公园散步吧。 The wind came first.';

/** The product as it is built, with the tiny weights in place of the published ones. */
describe.skipIf(!hasGolden)('CosyVoice, as its users meet it', () => {
  let place: DaemonPlace;
  const env = (): Readonly<Record<string, string>> => place.environment;
  const out = (name: string): string => path.join(place.folder, name);

  beforeAll(async () => {
    place = await createDaemonPlace({ hasModels: false });
  });

  afterAll(() => place[Symbol.asyncDispose]());

  test('what is missing is said, one thing after the other', async () => {
    const speak = (...args: string[]) =>
      runAloud(['speak', text, '--out', out('a.wav'), ...args], { env: env() });
    const voiceless = await speak('--engine', 'cosyvoice');
    expect(voiceless).toMatchObject({ exitCode: 2 });
    expect(voiceless.stderr).toMatch(/no voice for cosyvoice yet.*aloud voices add NAME CLIP --whose/su);
    const voices = openVoiceLibrary(env()['ALOUD_VOICES'] ?? '');
    await voices.add(toyVoice('Mei'), { replaces: false }, never);
    const modelless = await speak('--voice', 'Mei');
    expect(modelless).toMatchObject({ exitCode: 3 });
    expect(modelless.stderr).toMatch(/'fun-cosyvoice3-0\.5b' is not installed.*aloud models pull/su);
  });

  test('a model from a folder speaks, from the command line and from the daemon alike', async () => {
    const from = out('downloads');
    await writeCosyVoiceFiles(from);
    const pulled = await runAloud(['models', 'pull', model, '--from', from], { env: env() });
    expect(pulled.exitCode, pulled.stderr).toBe(0);
    expect(pulled.stderr).toMatch(/3\.4 GB, licence Apache-2\.0.*takes 0\.8 GB more/su);

    const said = await runAloud(['speak', text, '--engine', 'cosyvoice', '--out', out('own.wav'), '--json'], {
      env: env(),
    });
    expect(said.exitCode, said.stderr).toBe(0);
    const [record] = recordsOf(said);
    expect(record).toMatchObject({ engine: 'cosyvoice', model, voice: 'Mei', sampleRate: 24_000, words: [] });
    // Two to twenty tokens of 40 ms for each of about thirty of the text.
    expect(Number(record?.['durationMs'])).toBeGreaterThan(500);
    expect(Number(record?.['durationMs'])).toBeLessThan(25_000);

    using daemon = await place.launch();
    const listed = await daemon.request(voicesList, {}, never);
    expect(listed.voices).toContainEqual({
      id: 'Mei',
      engine: 'cosyvoice',
      language: 'zh',
      gender: null,
      state: 'installed',
    });
    const pieces: Buffer[] = [];
    onNotification(daemon.rpc, synthesisAudio, ({ pcm }) => pieces.push(Buffer.from(pcm, 'base64')));
    await daemon.request(synthesize, { stream: 's', text, voice: 'Mei', pace: 'whole' }, never);
    expect(pieces.length).toBeGreaterThan(2);
    const sound = Buffer.concat(pieces.splice(0));
    expect(readFileSync(out('own.wav')).includes(sound)).toBe(true);
    // Heard while it is computed, it has the same tokens, and so the same length but for what is silent.
    await daemon.request(synthesize, { stream: 's', text, voice: 'Mei' }, never);
    expect(Math.abs(Buffer.concat(pieces).length / sound.length - 1)).toBeLessThan(0.05);

    const cancel = new AbortController();
    const long = text.repeat(200);
    const cancelled = daemon.request(synthesize, { stream: 't', text: long, voice: 'Mei' }, cancel.signal);
    setTimeout(() => {
      cancel.abort(new Error('Enough.'));
    }, 300);
    await expect(cancelled).rejects.toThrow('Enough.');

    const script = out('story.aloud');
    writeFileSync(
      script,
      '---\ncast:\n  MEI: { voice: Mei }\n---\n\nMEI: (happy) Hello <strong>there</strong>. [laughter]\n',
    );
    const checked = await runAloud(['check', script, '--json'], { env: env() });
    expect(recordsOf(checked)).toMatchObject([{ diagnostics: [] }]);
    const told = await runAloud(
      ['speak', '--file', script, '--voice', 'Mei', '--out', out('story.wav'), '--json'],
      { env: env() },
    );
    expect(told.exitCode, told.stderr).toBe(0);
    expect(recordsOf(told)).toMatchObject([{ engine: 'cosyvoice', dropped: [] }]);
  });
});
