import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud, startAloud } from '../support/aloudProcess.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-speech-'));
const text = 'The train to the coast leaves at a quarter past nine.';
const spoken = path.join(folder, 'spoken.wav');

beforeAll(async () => {
  const { exitCode, stderr } = await runAloud(['models', 'pull']);
  expect(exitCode, stderr).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('speak and transcribe', () => {
  test('a sentence is spoken, and heard back', async () => {
    const speech = await runAloud(['speak', text, '--out', spoken, '--json']);
    expect(speech.exitCode, speech.stderr).toBe(0);
    const [said] = recordsOf(speech);
    expect(said).toMatchObject({
      ok: true,
      out: spoken,
      voice: 'af_heart',
      engine: 'kokoro',
      sampleRate: 24_000,
    });
    expect(said?.['words']).toHaveLength(11);
    const hearing = await runAloud(['transcribe', spoken, '--engine', 'moonshine', '--json']);
    expect(hearing.exitCode, hearing.stderr).toBe(0);
    const [heard] = recordsOf(hearing);
    expect(heard).toMatchObject({
      ok: true,
      file: spoken,
      engine: 'moonshine',
      language: 'en',
      emotion: null,
    });
    expect(compareTranscripts(text, String(heard?.['text'])).editCount).toBeLessThanOrEqual(1);
    expect(Math.abs(Number(heard?.['durationMs']) - Number(said?.['durationMs']))).toBeLessThan(5);
  });

  test('what is heard is replaced, with its time, and fillers are left out', async () => {
    const out = path.join(folder, 'replaced.wav');
    const list = path.join(folder, 'replacements.txt');
    const said = 'Um, please write to my mail address today.';
    expect((await runAloud(['speak', said, '--out', out])).exitCode).toBe(0);
    writeFileSync(list, 'my mail address -> jane@example.org\n');
    const args = ['--engine', 'moonshine', '--replacements', list, '--no-fillers', '--json'];
    const hearing = await runAloud(['transcribe', out, ...args]);
    expect(hearing.exitCode, hearing.stderr).toBe(0);
    expect(recordsOf(hearing)[0]?.['text']).toBe('Please write to jane@example.org today.');
  });

  test('rate and pitch are obeyed', async () => {
    const durationOf = async (...options: string[]): Promise<number> => {
      const out = path.join(folder, 'prosody.wav');
      const [record] = recordsOf(await runAloud(['speak', text, '--out', out, '--json', ...options]));
      return Number(record?.['durationMs']);
    };
    const neutralMs = await durationOf();
    expect(neutralMs / (await durationOf('--rate', '1.5'))).toBeGreaterThan(1.35);
    expect(Math.abs((await durationOf('--pitch', '1.25')) / neutralMs - 1)).toBeLessThan(0.02);
  });

  test('a reader that closes the pipe is no failure', async () => {
    const { child, done } = startAloud(['voices', '--json']);
    child.stdout.destroy();
    expect(await done).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('bad input', () => {
  test('an unknown voice suggests the nearest', async () => {
    const result = await runAloud(['speak', text, '--voice', 'af_haert', '--json']);
    expect(result.exitCode).toBe(2);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'unknownVoice' } }]);
    expect(result.stdout).toContain('af_heart');
  });

  test('a text in a language without a front end is refused', async () => {
    const out = path.join(folder, 'chinese.wav');
    const result = await runAloud(['speak', '今天天气很好', '--voice', 'zf_xiaobei', '--out', out, '--json']);
    expect(result.exitCode).toBe(1);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'languageUnsupported' } }]);
    expect(existsSync(out)).toBe(false);
  });

  test('a text in a legacy encoding is spoken', async () => {
    const file = path.join(folder, 'latin.txt');
    writeFileSync(file, Buffer.from('We met in the caf\u00e9.', 'latin1'));
    const result = await runAloud(['speak', '--file', file, '--out', path.join(folder, 'latin.wav')]);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stderr).toContain('it was read as windows-1252');
  });

  test('damaged sound files fail by themselves, and the others are transcribed', async () => {
    const missing = path.join(folder, 'missing.wav');
    const empty = path.join(folder, 'empty.wav');
    const noise = path.join(folder, 'text.wav');
    const silent = path.join(folder, 'silent.wav');
    const truncated = path.join(folder, 'truncated.wav');
    const bytes = readFileSync(spoken);
    writeFileSync(empty, '');
    writeFileSync(noise, 'This is no sound at all.');
    const headerBytes = bytes.indexOf('data') + 8;
    writeFileSync(silent, Buffer.alloc(bytes.length).fill(bytes.subarray(0, headerBytes), 0, headerBytes));
    writeFileSync(truncated, bytes);
    truncateSync(truncated, Math.round(bytes.length / 2));
    const files = [missing, empty, noise, silent, truncated, spoken];
    const endsTooEarly: unknown = expect.stringContaining('ends too early');
    const result = await runAloud(['transcribe', ...files, '--engine', 'moonshine', '--json']);
    expect(result.exitCode).toBe(1);
    expect(recordsOf(result)).toMatchObject([
      { ok: false, file: missing, error: { code: 'fileUnreadable' } },
      { ok: false, file: empty, error: { code: 'unsupportedAudio' } },
      { ok: false, file: noise, error: { code: 'unsupportedAudio' } },
      { ok: true, file: silent, text: '', segments: [] },
      { ok: true, file: truncated, warnings: [endsTooEarly] },
      { ok: true, file: spoken },
    ]);
  });

  test('an output that cannot be written is refused before anything is spoken', async () => {
    const out = path.join(folder, 'no', 'such', 'folder.wav');
    const result = await runAloud(['speak', text, '--out', out, '--json']);
    expect(result.exitCode).toBe(3);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'fileUnwritable' } }]);
  });
});

describe('Ctrl+C', () => {
  /** A megabyte of text: days of speech for a slow machine. */
  function longText(): string {
    const file = path.join(folder, 'long.txt');
    writeFileSync(file, `${text} `.repeat(Math.ceil(1_000_000 / text.length)));
    return file;
  }

  test('in the middle of a megabyte of text ends at once and leaves no file', async () => {
    const out = path.join(folder, 'long.wav');
    const { child, done } = startAloud(['speak', '--file', longText(), '--out', out]);
    const isWriting = (): boolean =>
      readdirSync(folder).some((name) => name.includes('long') && !name.endsWith('.txt'));
    while (!isWriting() && child.exitCode === null) await delay(20);
    await delay(3000);
    const peakBytes = peakBytesOf(child.pid);
    const interruptedMs = performance.now();
    child.kill('SIGINT');
    const result = await done;
    expect(performance.now() - interruptedMs).toBeLessThan(2000);
    expect(result).toMatchObject({ exitCode: 130, stdout: '' });
    expect(result.stderr).toContain('Interrupted. No file was written.');
    expect(readdirSync(folder).filter((name) => name.includes('long'))).toEqual(['long.txt']);
    if (peakBytes !== null) expect(peakBytes).toBeLessThan(900_000_000);
  });
});

/** Peak resident memory of the process itself; null where the system does not tell. */
function peakBytesOf(processId: number | undefined): number | null {
  const file = `/proc/${String(processId)}/status`;
  const kilobytes = existsSync(file)
    ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
