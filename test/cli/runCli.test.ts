import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { InterruptedError } from '../../server/src/cli/failure.ts';
import type { Services } from '../../server/src/services.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const someNumber: unknown = expect.any(Number);

describe('speak', () => {
  test('writes the sound and reports it', async () => {
    const out = path.join(folder, 'hello.wav');
    const { exitCode, records, stdout } = await run(['speak', 'Hello', 'there.', '--out', out, '--json']);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(out).toString('latin1')).toContain('ICMT\x14\0\0\0AI-generated speech\0');
    expect(records[0]).toEqual({
      ok: true,
      out,
      voice: 'af_heart',
      engine: 'fake',
      model: 'fake-1',
      provider: 'cpu',
      sampleRate: 24_000,
      durationMs: someNumber,
      elapsedMs: someNumber,
      firstAudioMs: someNumber,
      rtf: someNumber,
      loadMs: 5,
      words: [
        { text: 'Hello', startMs: someNumber, endMs: someNumber, confidence: null },
        { text: 'there', startMs: someNumber, endMs: someNumber, confidence: null },
      ],
      replaced: [],
      dropped: [],
      takes: null,
    });
  });

  test('text on standard input', async () => {
    const out = path.join(folder, 'stdin.wav');
    const { exitCode, stdout } = await run(['speak', '-', '--out', out], { input: 'Hello there.' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${out}\n` });
  });

  test.each([
    ['', /The text is empty/],
    ['  \n', /The text is empty/],
    ['🙂🎉 👍', /no words to say/],
    ['...', /no words to say/],
  ])('%j has nothing to say', async (text, message) => {
    const { exitCode, records } = await run([
      'speak',
      text,
      '--out',
      path.join(folder, 'none.wav'),
      '--json',
    ]);
    expect(exitCode).toBe(1);
    expect(records[0]).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(JSON.stringify(records[0])).toMatch(message);
  });

  test.each([
    ['missing.txt', null, 'fileUnreadable', 1],
    ['binary.txt', Buffer.from([1, 2, 0, 255, 254, 3, 0, 0, 9]), 'invalidInput', 1],
    ['empty.txt', Buffer.alloc(0), 'invalidInput', 1],
  ])('a text file that is %s', async (name, bytes, code, expectedExitCode) => {
    const file = path.join(folder, name);
    if (bytes !== null) writeFileSync(file, bytes);
    const { exitCode, records } = await run(['speak', '--file', file, '--json']);
    expect(exitCode).toBe(expectedExitCode);
    expect(records).toMatchObject([{ ok: false, error: { code } }]);
  });

  test('a text file in a legacy encoding is read, with a note', async () => {
    const file = path.join(folder, 'latin.txt');
    writeFileSync(file, Buffer.from('Meet me in the caf\u00e9 at noon.', 'latin1'));
    const { exitCode, stderr } = await run([
      'speak',
      '--file',
      file,
      '--out',
      path.join(folder, 'latin.wav'),
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('it was read as windows-1252');
  });

  test('a missing model ends with 3 and the command that installs it', async () => {
    const openSynthesis = (): Promise<never> =>
      Promise.reject(
        new SpeechError('modelNotInstalled', { message: 'Not there.', hint: 'aloud models pull kokoro-82m' }),
      );
    const result = await run(['speak', 'Hello.', '--out', 'a.wav'], { services: { openSynthesis } });
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toBe('error: Not there.\n  aloud models pull kokoro-82m\n');
  });

  test('our own fault ends with 4, without a stack', async () => {
    const openSynthesis = (): Promise<never> => Promise.reject(new TypeError('x is not a function'));
    const result = await run(['speak', 'Hello.', '--out', 'a.wav'], { services: { openSynthesis } });
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toMatch(/^error: Aloud failed: x is not a function\n.*ALOUD_DEBUG=1.*\n$/);
  });

  test('Ctrl+C ends with 130, says what is kept and leaves no file', async () => {
    const controller = new AbortController();
    const openSynthesis = (): Promise<never> => {
      controller.abort(new InterruptedError());
      return Promise.reject(controller.signal.reason as Error);
    };
    const out = path.join(folder, 'interrupted.wav');
    const options = { services: { openSynthesis }, signal: controller.signal };
    const result = await run(['speak', 'Hello.', '--out', out], options);
    expect(result).toMatchObject({
      exitCode: 130,
      stdout: '',
      stderr: 'Interrupted. No file was written.\n',
    });
  });
});

describe('models, voices and the doctor', () => {
  test('lists are one object', async () => {
    const models = await run(['models', 'list', '--json']);
    expect(models.records).toMatchObject([
      { ok: true, models: [{ id: 'kokoro-82m', state: 'installed' }, {}, {}] },
    ]);
    const voices = await run(['voices', '--json']);
    expect(voices.records).toEqual([
      {
        ok: true,
        unreadable: [],
        voices: [{ id: 'af_heart', engine: 'fake', language: 'en-US', gender: 'female', state: 'installed' }],
      },
    ]);
  });

  test('a table for people', async () => {
    const { stdout } = await run(['models']);
    expect(stdout.split('\n')[1]).toMatch(/^kokoro-82m +installed +120 MB +Apache-2\.0/);
  });

  test('pull without names fetches the default models, showing size and licence first', async () => {
    const pulled: string[] = [];
    const pullModel: Services['pullModel'] = (id, { onProgress }) => {
      onProgress({ model: id, file: 'a', receivedBytes: 1, totalBytes: 2, phase: 'downloading' });
      pulled.push(id);
      return Promise.resolve();
    };
    const { exitCode, stderr } = await run(['models', 'pull'], { services: { pullModel } });
    expect({ exitCode, pulled }).toEqual({ exitCode: 0, pulled: ['kokoro-82m', 'moonshine-tiny'] });
    expect(stderr).toContain('Kokoro 82M: 120 MB, licence Apache-2.0\nKokoro by its makers.\n');
  });

  test('a component that needs consent is not fetched without it', async () => {
    const pulled: string[] = [];
    const pullModel: Services['pullModel'] = (id) => {
      pulled.push(id);
      return Promise.resolve();
    };
    const refused = await run(['models', 'pull', 'espeak-ng'], { services: { pullModel } });
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('aloud models pull espeak-ng --accept-license');
    expect(pulled).toEqual([]);
    await run(['models', 'pull', 'espeak-ng', '--accept-license'], { services: { pullModel } });
    expect(pulled).toEqual(['espeak-ng']);
  });

  test('a damaged model is found by verify', async () => {
    const { exitCode, records } = await run(['models', 'verify', '--json'], {
      services: {
        listModels: async (signal) =>
          (await fakeServices().listModels(signal)).map((model) => ({ ...model, state: 'corrupt' as const })),
      },
    });
    expect(exitCode).toBe(3);
    expect(records).toMatchObject([{ ok: false }]);
  });

  test('a model that is not installed is not verified: how to install it is said', async () => {
    const requireInstalled = (ids: readonly string[]): Promise<void> =>
      ids.length === 0
        ? Promise.resolve()
        : Promise.reject(
            new SpeechError('modelNotInstalled', { message: `No ${ids.join()}.`, hint: 'Pull it.' }),
          );
    const verified: string[] = [];
    const verify = (...ids: string[]) =>
      run(['models', 'verify', ...ids], {
        services: {
          requireInstalled,
          verifyModel: (id, signal) => {
            verified.push(id);
            return fakeServices().verifyModel(id, signal);
          },
        },
      });
    expect(await verify('kokoro-82m', 'moonshine-tiny')).toMatchObject({
      exitCode: 3,
      stderr: 'error: No moonshine-tiny.\n  Pull it.\n',
    });
    expect((await verify()).exitCode).toBe(0);
    expect(verified).toEqual(['kokoro-82m']);
  });

  test('the doctor says what keeps voices from being read, and all the rest', async () => {
    const unreadable = new SpeechError('fileUnreadable', { message: 'No voices.', hint: 'Move them.' });
    const services = { listVoices: () => Promise.reject(unreadable) };
    const { exitCode, stdout } = await run(['doctor'], { services });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^--\s+voices\s+No voices\. Move them\.$/mu);
    expect(stdout).toMatch(/^ok\s+model kokoro-82m/mu);
    expect(stdout).not.toContain('voices of');
  });

  test('the doctor says how a model gets a voice that has none', async () => {
    const { stdout } = await run(['doctor'], { services: { listVoices: () => Promise.resolve([]) } });
    expect(stdout).toMatch(
      /^--\s+voices of kokoro-82m\s+none; make one of a clip: aloud voices add NAME CLIP --whose "My own voice\."$/mu,
    );
  });

  test('the doctor ends with 0 and names every check', async () => {
    const { exitCode, records } = await run(['doctor', '--json']);
    expect(exitCode).toBe(0);
    const checks = (records[0] as { checks: { name: string; ok: boolean; detail: string }[] }).checks;
    const names = checks.map(({ name }) => name);
    for (const name of ['node', 'platform', 'processor', 'memory', 'gpu', 'provider cpu', 'cache', 'disk']) {
      expect(names).toContain(name);
    }
    expect(names).toEqual(expect.arrayContaining(['microphone', 'speaker', 'npm', 'model kokoro-82m']));
    for (const { detail } of checks) expect(detail).not.toBe('');
    expect(checks.find(({ name }) => name === 'gpu')).toMatchObject({ ok: false });
  });
});
