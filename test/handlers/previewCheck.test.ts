import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { SpeechError } from '../../protocol/errors.ts';
import type { Infer } from '../../protocol/message.ts';
import { documentPlaybackStart } from '../../protocol/playback.ts';
import { previewCheck, previewChecked } from '../../protocol/preview.ts';
import { unknownUtterance, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import { recognizer, voiceActivity } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { document, folder, plan, render, script, startDaemon, type PreviewDaemon } from './previewDaemon.ts';

/** Each word of the fake voice is a quarter of a second: what is heard is told by how long it is. */
function hear(
  byWordCount: Readonly<Record<number, string>>,
  heardMs: number[] = [],
): Recognizer['recognize'] {
  return (samples) => {
    const durationMs = samples.length / 16;
    heardMs.push(durationMs);
    return Promise.resolve({ ...unknownUtterance, text: byWordCount[Math.round(durationMs / 250)] ?? '' });
  };
}

const text =
  '---\ncast:\n  MARA: bf_emma\n---\n\nMARA: Come in now.\n\nThe wind came first, and then the sea rose.\n';
const heardRight = { 3: 'come in now', 9: 'The wind came first and then the sea rose.' };
const rowsChecked = { soundlessCount: 0, unheardCount: 0 };

const check = (
  { client }: PreviewDaemon,
  change: Partial<Infer<typeof previewCheck.params>> = {},
  signal = never,
): Promise<Infer<typeof previewCheck.result>> =>
  sendRequest(
    client.connection,
    { definition: previewCheck, params: { stream: 'c', ...document, text, ...change } },
    signal,
  );

test('sounds are listened to once, also over a restart; what differs from its text is doubtful', async () => {
  const heardMs: number[] = [];
  const garbled = { ...heardRight, 9: 'The wind came thirst under ten this sea rose.' };
  {
    using daemon = startDaemon('checked', { recognize: hear(garbled, heardMs) });
    const told: unknown[] = [];
    onNotification(daemon.client.connection, previewChecked, ({ row, check: { heard, isDoubtful } }) => {
      told.push([row, heard, isDoubtful]);
    });
    await render(daemon, { text });
    expect(await check(daemon)).toEqual({ ...rowsChecked, checkedCount: 2, knownCount: 0, doubtfulCount: 1 });
    expect(told).toEqual([
      [0, 'come in now', false],
      [1, 'The wind came thirst under ten this sea rose.', true],
    ]);
    expect(await check(daemon)).toEqual({ ...rowsChecked, checkedCount: 0, knownCount: 2, doubtfulCount: 1 });
  }
  using daemon = startDaemon('checked', { recognize: hear(heardRight, heardMs) });
  const { rows } = await plan(daemon, text);
  expect(rows.map((row) => row.check)).toEqual([
    { heard: 'come in now', errorRate: 0, isDoubtful: false, model: 'fake-1' },
    {
      heard: 'The wind came thirst under ten this sea rose.',
      errorRate: expect.closeTo(4 / 9, 3) as number,
      isDoubtful: true,
      model: 'fake-1',
    },
  ]);
  expect(await check(daemon)).toEqual({ ...rowsChecked, checkedCount: 0, knownCount: 2, doubtfulCount: 1 });
  expect(heardMs).toHaveLength(2);
});

test('only what has a sound is listened to, and of that only the rows that are wanted', async () => {
  using daemon = startDaemon('some checked', { recognize: hear(heardRight) });
  await render(daemon, { text, rows: [0] });
  const counts = { checkedCount: 0, knownCount: 0, doubtfulCount: 0, unheardCount: 0 };
  expect(await check(daemon, { rows: [1, 7] })).toEqual({ ...counts, soundlessCount: 1 });
  expect(await check(daemon)).toEqual({ ...counts, checkedCount: 1, soundlessCount: 1 });
  expect(daemon.spoken).toEqual(['Come in now.']);
});

test('the engine is asked in the language of the line, behind everybody who waits, and given back', async () => {
  const asked: unknown[] = [];
  let openCount = 0;
  using daemon = startDaemon('engine', {
    library: {
      recognitionModels: () => [],
      chooseRecognition: ({ language }) => {
        if (language === 'xh') {
          throw new SpeechError('languageUnsupported', { message: 'No Xhosa.', hint: 'None.' });
        }
        return Promise.resolve({ engine: `ear-${language ?? '?'}`, missing: null });
      },
    },
    engines: {
      openRecognition: ({ priority }, { engine }) => {
        asked.push([priority, engine]);
        openCount += 1;
        const release = () => {
          openCount -= 1;
          return Promise.resolve();
        };
        return Promise.resolve({ recognizer, voiceActivity, loadMs: 0, [Symbol.asyncDispose]: release });
      },
    },
  });
  const mixed = 'Hello.\n\n<say language=fr>Bonjour.</say>\n\n<say language=xh>Molo.</say>\n\nHello you.\n';
  await render(daemon, { text: mixed });
  const counts = await check(daemon, { text: mixed });
  expect(counts).toMatchObject({ checkedCount: 3, unheardCount: 1, soundlessCount: 0 });
  expect(asked).toEqual([
    ['book', 'ear-en'],
    ['book', 'ear-fr'],
  ]);
  await expect.poll(() => openCount).toBe(0);
});

test('what is longer than the engine hears at once is heard in parts', async () => {
  const heardMs: number[] = [];
  using daemon = startDaemon('long', { recognize: hear({}, heardMs) });
  const long = `${'Come in now my friend, '.repeat(30)}and stay.\n`;
  await render(daemon, { text: long });
  expect(await check(daemon, { text: long })).toMatchObject({ checkedCount: 1, doubtfulCount: 1 });
  expect(heardMs.length).toBeGreaterThan(1);
  expect(Math.max(...heardMs)).toBeLessThanOrEqual(30_000);
});

test('a model that is missing is named', async () => {
  const missing = new SpeechError('modelNotInstalled', { message: 'No ear.', hint: 'Get it.' });
  using daemon = startDaemon('no ear', {
    library: { chooseRecognition: () => Promise.resolve({ engine: 'moonshine', missing }) },
  });
  await render(daemon, { text });
  await expect(check(daemon)).rejects.toMatchObject({ code: 'modelNotInstalled', message: 'No ear.' });
});

test('a cancel is answered within 100 ms, and nothing is kept of what was not heard out', async () => {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  using daemon = startDaemon('check cancelled', {
    recognize: (_samples, _options, signal) => {
      begin();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
  });
  await render(daemon, { text: script });
  const cancel = new AbortController();
  const answer = check(daemon, { text: script }, cancel.signal);
  await begun;
  const startMs = performance.now();
  cancel.abort(new Error('Enough.'));
  await expect(answer).rejects.toThrow('Enough.');
  await expect.poll(() => daemon.client.answered.at(-1)?.outcome, { interval: 5 }).toBe('cancelled');
  expect(performance.now() - startMs).toBeLessThan(100);
  const names = readdirSync(path.join(folder, 'check cancelled'));
  expect(names.filter((name) => !name.endsWith('.speech'))).toEqual([]);
});

test('the sound of a row that was played in another voice is not listened to', async () => {
  using daemon = startDaemon('ghost check', { recognize: hear(heardRight) });
  const haunted = text.replace('bf_emma', 'ghost');
  const params = { stream: 'p', ...document, text: haunted };
  await sendRequest(daemon.client.connection, { definition: documentPlaybackStart, params }, never);
  const told: number[] = [];
  onNotification(daemon.client.connection, previewChecked, ({ row }) => told.push(row));
  expect(await check(daemon, { text: haunted })).toEqual({
    checkedCount: 1,
    knownCount: 0,
    doubtfulCount: 0,
    soundlessCount: 1,
    unheardCount: 0,
  });
  expect(told).toEqual([1]);
});
