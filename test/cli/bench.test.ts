import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { InterruptedError } from '../../server/src/cli/failure.ts';
import type { RecognizedUtterance } from '../../server/src/recognition/recognizer.ts';
import type { Services } from '../../server/src/services.ts';
import { recognizer, synthesizer, voiceActivity } from '../support/fakeEngines.ts';
import { run } from './support.ts';
import { wavFile } from './wavFile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-bench-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

wavFile(folder, 'loud.wav', { seconds: 1, isLoud: true });
wavFile(folder, 'silent.wav', { seconds: 1, isLoud: false });

function manifest(entries: unknown): string {
  const file = path.join(folder, 'manifest.json');
  writeFileSync(file, typeof entries === 'string' ? entries : JSON.stringify(entries));
  return file;
}

/** Hears "hello", happily and with laughter; remembers what was asked. */
function happyEngine(asked: unknown[] = []): { readonly services: Partial<Services> } {
  const heard: RecognizedUtterance = {
    text: 'Hello.',
    language: 'en',
    languageConfidence: 0.9,
    emotion: 'happy',
    emotionConfidence: 0.9,
    events: [{ type: 'laughter', startMs: 0, endMs: 100, confidence: 0.9 }],
    words: null,
    confidence: 0.9,
  };
  const recognize: typeof recognizer.recognize = (samples, options) => {
    asked.push([samples.length, options]);
    return Promise.resolve(heard);
  };
  const description = { ...recognizer.description, languages: ['en', 'zh'] };
  const opened = { recognizer: { ...recognizer, description, recognize }, voiceActivity, loadMs: 5 };
  return { services: { openRecognition: () => Promise.resolve(opened) } };
}

describe('over a manifest', () => {
  const entries = [
    { file: 'loud.wav', text: 'hello', language: 'en', emotion: 'happiness', events: ['Laughter'] },
    { file: 'loud.wav', text: 'hello you', lang: 'en-GB', emotion: 'SAD', events: [] },
    { file: 'silent.wav', text: '你好', language: 'zh' },
    { file: 'missing.wav', text: 'never heard' },
  ];

  test('the figures, and the file that is not there', async () => {
    const { exitCode, records } = await run(
      ['bench', '--manifest', manifest(entries), '--json'],
      happyEngine(),
    );
    expect(exitCode).toBe(1);
    expect(records).toHaveLength(1);
    const { ok, accuracy, results } = records[0] as unknown as {
      ok: boolean;
      accuracy: Record<string, unknown>;
      results: { name: string; ours: number; unit: string }[];
    };
    expect(ok).toBe(false);
    expect(accuracy).toMatchObject({
      engine: 'fake',
      model: 'fake-1',
      provider: 'cpu',
      fileCount: 3,
      durationMs: 3000,
      text: [
        { language: 'en', unit: 'word', fileCount: 2, editCount: 1, unitCount: 3, errorRate: 0.3333 },
        { language: 'zh', unit: 'character', fileCount: 1, editCount: 2, unitCount: 2, errorRate: 1 },
      ],
      emotion: { fileCount: 2, unweightedRecall: 0.5, accuracy: 0.5, untoldCount: 0 },
      events: [{ event: 'laughter', precision: 0.5, recall: 1, f1: 0.6667 }],
      failed: [{ file: path.join(folder, 'missing.wav'), error: { code: 'fileUnreadable' } }],
    });
    expect(results.slice(1).map(({ name, ours, unit }) => `${name}: ${String(ours)} ${unit}`)).toEqual([
      'fake-1 en word error rate: 33.333 %',
      'fake-1 en told by itself: 100 %',
      'fake-1 zh character error rate: 100 %',
      'fake-1 emotion unweighted average recall: 50 %',
      'fake-1 emotion weighted accuracy: 50 %',
      'fake-1 emotion macro F1: 33.333 %',
      'fake-1 emotion weighted F1: 33.333 %',
      'fake-1 emotion happy recall: 100 %',
      'fake-1 emotion sad recall: 0 %',
      'fake-1 event laughter precision: 50 %',
      'fake-1 event laughter recall: 100 %',
      'fake-1 event laughter F1: 66.667 %',
    ]);
  });

  test('a table for a person', async () => {
    const { exitCode, stdout, stderr } = await run(['bench', '--manifest', manifest(entries)], happyEngine());
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^MEASURE +VALUE +UNIT\n.*\nfake-1 en word error rate +33\.333 +%\n/u);
    expect(stderr).toMatch(/error: .*missing\.wav.*\n.*\n3 recordings were heard; 1 could not be read\.\n$/u);
  });

  test('recordings as a whole, in a language that is told', async () => {
    const asked: unknown[] = [];
    const args = ['bench', '--manifest', manifest(entries.slice(1, 3)), '--no-vad', '--tell-language'];
    expect((await run(args, happyEngine(asked))).exitCode).toBe(0);
    expect(asked).toEqual([
      [16_000, { language: 'en' }],
      [16_000, { language: 'zh' }],
    ]);
  });

  test('Ctrl+C ends it', async () => {
    const controller = new AbortController();
    const { services } = happyEngine();
    const openRecognition: Services['openRecognition'] = async (choice, signal) => {
      const opened = await (services.openRecognition as Services['openRecognition'])(choice, signal);
      controller.abort(new InterruptedError());
      return opened;
    };
    const options = { services: { openRecognition }, signal: controller.signal };
    const result = await run(['bench', '--manifest', manifest(entries)], options);
    expect(result).toMatchObject({ exitCode: 130, stdout: '' });
  });

  test.each([
    ['no json', /is not a JSON list of recordings/],
    [[], /is not a JSON list of recordings/],
    [{}, /is not a JSON list of recordings/],
    [[1], /has no "file" in its entry 1/],
    [[{ file: 'a.wav', text: 'a' }, { text: 'b' }], /has no "file" in its entry 2/],
    [[{ file: 'a.wav' }], /says of a\.wav nothing that could be compared/],
    [[{ file: 'a.wav', text: 1 }], /says of a\.wav a "text" that is none/],
    [
      [{ file: 'a.wav', emotion: 'grumpy' }],
      /says of a\.wav an emotion "grumpy"\..*Emotions: neutral, happy/s,
    ],
    [[{ file: 'a.wav', events: ['dog'] }], /says of a\.wav an event "dog"\..*Events: laughter, crying/s],
    [[{ file: 'a.wav', events: 'laughter' }], /says of a\.wav "events" that are no list of names/],
  ])('%j is no manifest', async (content, message) => {
    const result = await run(['bench', '--manifest', manifest(content)], happyEngine());
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(message);
  });
});

describe('speed', () => {
  test('all that is installed', async () => {
    const { exitCode, records } = await run(['bench', '--json']);
    expect(exitCode).toBe(0);
    expect(records).toMatchObject([
      {
        ok: true,
        results: [
          { name: 'fake synthesis', unit: 'RTF', peer: null },
          { name: 'fake first audio of 60 words' },
          { name: 'fake recognition', unit: 'RTF' },
        ],
      },
    ]);
  });

  test.each([
    [['--model', 'moonshine-tiny'], ['fake recognition']],
    [
      ['--engine', 'fake'],
      ['fake synthesis', 'fake first audio of 60 words'],
    ],
  ])('%j alone', async (args, names) => {
    const { records } = await run(['bench', '--json', ...args]);
    expect(records).toMatchObject([{ results: names.map((name) => ({ name })) }]);
  });

  test('an engine that tells its parts', async () => {
    const cost = (ms: number) => ({ partsMs: { flow: ms, vocoder: 1 }, peakMemoryBytes: 3e6 * ms });
    let count = 0;
    const costly: typeof synthesizer = {
      ...synthesizer,
      synthesize: async (request, signal) => ({
        ...(await synthesizer.synthesize(request, signal)),
        cost: cost((count += 1)),
      }),
    };
    const openSynthesis = () => Promise.resolve({ synthesizer: costly, loadMs: 7 });
    const { records } = await run(['bench', '--json', '--engine', 'fake'], { services: { openSynthesis } });
    const { results } = records[0] as { results: { name: string; ours: number; unit: string }[] };
    expect(results.map(({ name, unit }) => `${name}, ${unit}`)).toEqual([
      'fake synthesis, RTF',
      'fake first audio of 60 words, of the whole time',
      'fake flow, RTF',
      'fake vocoder, RTF',
      'fake first audio, ms',
      'fake first audio, flow, ms',
      'fake first audio, vocoder, ms',
      'fake first audio while it computes, ms',
      'fake load, ms',
      'fake peak memory, MB',
    ]);
    const values = new Map(results.map(({ name, ours }) => [name, ours]));
    // The middle one of three runs, whose first utterance is the first after those of the run before; then one alone.
    const spokenCount = count - 1;
    expect(values.get('fake first audio, flow')).toBe(spokenCount / 3 + 1);
    expect(values.get('fake load')).toBe(7);
    expect(values.get('fake peak memory')).toBe(3 * spokenCount);
  });

  test('an engine and a model', async () => {
    const result = await run(['bench', '--engine', 'a', '--model', 'b']);
    expect(result).toMatchObject({ exitCode: 2 });
  });
});

test.each([
  ['an engine that there is not', {}, /There is no bogus/],
  [
    'an engine that is not installed',
    { chooseRecognition: () => Promise.resolve({ engine: 'moonshine', missing: null }), requireInstalled },
    /It is not installed/,
  ],
])('%s is refused before anything is spoken', async (_name, services, message) => {
  const { exitCode, stderr } = await run(['bench', '--engine', 'bogus'], { services });
  expect(exitCode).toBeGreaterThan(0);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('Speaking');
});

function requireInstalled(): Promise<never> {
  return Promise.reject(
    new SpeechError('modelNotInstalled', { message: 'It is not installed.', hint: 'Install it.' }),
  );
}
