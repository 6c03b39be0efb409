import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { SpeechError } from '../../protocol/errors.ts';
import { documentPlaybackStart } from '../../protocol/playback.ts';
import { castAssign, castList, previewProgress } from '../../protocol/preview.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { document, folder, plan, render, script, startDaemon } from './previewDaemon.ts';

test('a document is shown as rows: who says what, where it stands, how long it takes', async () => {
  using daemon = startDaemon('rows');
  const { rows } = await plan(daemon);
  expect(
    rows.map(({ speaker, voice, text, source, kept }) => [
      speaker,
      voice,
      text,
      script.slice(source.startOffset, source.endOffset),
      kept,
    ]),
  ).toEqual([
    [null, 'af_heart', 'The harbor', 'The harbor', null],
    ['MARA', 'bf_emma', 'Come in.', 'Come in.', null],
    [null, 'af_heart', 'The wind', 'The wind', null],
    [null, 'af_heart', 'came first.', 'came first.', null],
  ]);
  expect(rows[1]?.estimatedMs).toBeGreaterThan(300);
  expect(daemon.spoken).toEqual([]);
});

test('one line edited: exactly one utterance is synthesized; nothing of it depends on who has spoken it before', async () => {
  const edited = script.replace('Come in.', 'Come out.');
  {
    using daemon = startDaemon('edit');
    expect(await render(daemon)).toEqual({ synthesizedCount: 4, keptCount: 0, failedCount: 0 });
    expect(await render(daemon)).toEqual({ synthesizedCount: 0, keptCount: 4, failedCount: 0 });
  }
  using daemon = startDaemon('edit');
  expect(await render(daemon, { text: edited })).toEqual({
    synthesizedCount: 1,
    keptCount: 3,
    failedCount: 0,
  });
  expect(daemon.spoken).toEqual(['Come out.']);
  const { rows } = await plan(daemon, edited);
  expect(rows.map(({ kept }) => kept?.durationMs)).toEqual([500, 500, 500, 500]);
  expect(Math.max(...(rows[0]?.kept?.peaks ?? []))).toBeCloseTo(127, -1);
});

test('only the rows that are wanted are made, and each tells how it goes', async () => {
  using daemon = startDaemon('some');
  const told: unknown[] = [];
  onNotification(daemon.client.connection, previewProgress, ({ row, progress }) => {
    told.push([row, progress.state]);
  });
  const counts = await render(daemon, { rows: [3, 1, 1, 9] });
  expect(counts).toEqual({ synthesizedCount: 2, keptCount: 0, failedCount: 0 });
  expect(daemon.spoken).toEqual(['came first.', 'Come in.']);
  expect(told).toEqual([
    [3, 'rendering'],
    [3, 'kept'],
    [1, 'rendering'],
    [1, 'kept'],
  ]);
});

test('what was made for the preview is played, and what was played is kept', async () => {
  using daemon = startDaemon('played');
  await render(daemon, { rows: [1] });
  const params = { stream: 'p', ...document };
  await sendRequest(daemon.client.connection, { definition: documentPlaybackStart, params }, never);
  expect(daemon.spoken).toEqual(['Come in.', 'The harbor', 'The wind', 'came first.']);
  expect(await render(daemon)).toEqual({ synthesizedCount: 0, keptCount: 4, failedCount: 0 });
});

test.each([
  ['a line', 1],
  ['a piece of a paragraph', 3],
])('%s that is played by its range sounds as its row', async (_name, index) => {
  using daemon = startDaemon(`range-${index}`);
  await render(daemon);
  daemon.spoken.length = 0;
  const { rows } = await plan(daemon);
  const range = rows[index]?.source ?? { startOffset: 0, endOffset: 0 };
  const params = { stream: 'p', ...document, range };
  await sendRequest(daemon.client.connection, { definition: documentPlaybackStart, params }, never);
  expect(daemon.spoken).toEqual([]);
});

test('a row that fails keeps no other from being made', async () => {
  using daemon = startDaemon('failing', {
    synthesizer: {
      synthesize: (request, signal) =>
        request.text === 'Come in.'
          ? Promise.reject(new SpeechError('engineFailed', { message: 'It fell.', hint: 'Again.' }))
          : synthesizer.synthesize(request, signal),
    },
  });
  const failed: unknown[] = [];
  onNotification(daemon.client.connection, previewProgress, ({ row, progress }) => {
    if (progress.state === 'failed') failed.push([row, progress]);
  });
  expect(await render(daemon)).toEqual({ synthesizedCount: 3, keptCount: 0, failedCount: 1 });
  const fell = { code: 'engineFailed', message: 'It fell.', hint: 'Again.', data: {} };
  expect(failed).toEqual([[1, { state: 'failed', line: null, ...fell }]]);
});

test('what names a voice that there is not is not made, though it is played in another; its row says which line names it', async () => {
  using daemon = startDaemon('ghost');
  const text = script.replace('bf_emma', 'ghost');
  const params = { stream: 'p', ...document, text };
  await sendRequest(daemon.client.connection, { definition: documentPlaybackStart, params }, never);
  expect(daemon.spoken).toContain('Come in.');
  const problem = { line: 3, message: 'No ghost.', hint: 'Choose.' };
  expect((await plan(daemon, text)).rows.map((row) => row.problem)).toEqual([null, problem, null, null]);
  const failed: unknown[] = [];
  onNotification(daemon.client.connection, previewProgress, ({ row, progress }) => {
    if (progress.state === 'failed') failed.push([row, progress]);
  });
  expect(await render(daemon, { text })).toEqual({ synthesizedCount: 0, keptCount: 3, failedCount: 1 });
  expect(failed).toEqual([[1, { state: 'failed', code: 'unknownVoice', ...problem, data: {} }]]);
});

test('a row in a language that is not spoken is found before anything is loaded, and the others are made', async () => {
  let openedCount = 0;
  const refusal = new SpeechError('languageUnsupported', { message: 'Not Elvish.', hint: 'Try English.' });
  using daemon = startDaemon('elvish', {
    onOpen: () => (openedCount += 1),
    library: {
      findUnspoken: ([request]) => Promise.resolve(request?.language === 'sjn' ? { request, refusal } : null),
    },
  });
  const text = 'Say <say language=sjn>mellon</say> now.\n';
  expect(await render(daemon, { text, rows: [1] })).toMatchObject({ failedCount: 1 });
  expect(openedCount).toBe(0);
  expect(await render(daemon, { text, rows: [1, 0, 2] })).toMatchObject({
    synthesizedCount: 2,
    failedCount: 1,
  });
  expect(daemon.spoken).toEqual(['Say', 'now.']);
});

test('a cancel is answered within 100 ms, also while a unit is being made; what is half made is not kept', async () => {
  using daemon = startDaemon('cancelled', {
    synthesizer: { synthesize: () => new Promise(() => undefined) },
  });
  const cancel = new AbortController();
  const started = new Promise((resolve) => {
    onNotification(daemon.client.connection, previewProgress, resolve);
  });
  const answer = render(daemon, {}, cancel.signal);
  await started;
  const startMs = performance.now();
  cancel.abort(new Error('Enough.'));
  await expect(answer).rejects.toThrow('Enough.');
  await expect.poll(() => daemon.client.answered.at(-1)?.outcome, { interval: 5 }).toBe('cancelled');
  expect(performance.now() - startMs).toBeLessThan(100);
  expect(readdirSync(folder)).not.toContain('cancelled');
});

test.each([
  ['a voice that does not exist', { voice: 'ghost' }, 'unknownVoice'],
  ['a place that is not absolute', { place: { file: 'a.aloud', root: folder } }, 'invalidInput'],
])('is refused: %s', async (_name, change, code) => {
  using daemon = startDaemon('refused');
  await expect(render(daemon, change)).rejects.toSatisfy(
    (error) => error instanceof SpeechError && error.code === code,
  );
});

describe('the cast', () => {
  test('is who speaks, with what it includes and who narrates', async () => {
    using daemon = startDaemon('cast');
    writeFileSync(path.join(folder, 'cast.yaml'), 'cast: { TOM: { voice: am_adam, language: en-GB } }\n');
    const text =
      '---\ninclude: cast.yaml\ncast:\n  MARA: bf_emma\n---\n\nTOM: No.\n\nTOM: Never.\n\nThey left.\n';
    const params = { text, place: { file: path.join(folder, 'a.aloud'), root: folder } };
    const { characters } = await sendRequest(
      daemon.client.connection,
      { definition: castList, params },
      never,
    );
    expect(
      characters.map(({ source, ...character }) => ({
        ...character,
        entry: source === null ? null : text.slice(source.startOffset, source.endOffset).trim(),
      })),
    ).toEqual([
      { name: 'MARA', voice: 'bf_emma', language: null, lineCount: 0, entry: 'MARA: bf_emma' },
      { name: 'TOM', voice: 'am_adam', language: 'en-GB', lineCount: 2, entry: null },
      { name: 'narrator', voice: null, language: null, lineCount: 1, entry: null },
    ]);
  });

  test.each<[name: string, before: string, after: string]>([
    ['in place of the old voice', 'cast:\n  MARA: bf_emma\n', 'cast:\n  MARA: af_sky\n'],
    ['of an entry in quotes', 'cast: { MARA: "bf_emma" }\n', 'cast: { MARA: af_sky }\n'],
    [
      'in a map',
      'cast:\n  MARA:\n    rate: slow\n    voice: bf_emma\n',
      'cast:\n  MARA:\n    rate: slow\n    voice: af_sky\n',
    ],
    [
      'where a map has none',
      'cast:\n  MARA:\n    # calm\n    rate: slow\n',
      'cast:\n  MARA:\n    # calm\n    voice: af_sky\n    rate: slow\n',
    ],
    [
      'where braces have none',
      'cast:\n  MARA: { rate: slow }\n',
      'cast:\n  MARA: { voice: af_sky, rate: slow }\n',
    ],
    ['where there is nothing', 'cast:\n  MARA:\n', 'cast:\n  MARA: af_sky\n'],
    ['where there is no entry', 'cast:\n  TOM: am_adam\n', 'cast:\n  TOM: am_adam\n  MARA: af_sky\n'],
    ['where there is no cast', 'title: Sea\n', 'title: Sea\ncast:\n  MARA: af_sky\n'],
  ])('gets a voice: %s', async (_name, before, after) => {
    using daemon = startDaemon('assign');
    const text = `---\n${before}---\n\nMARA: Come in.\n`;
    const params = { text, character: 'MARA', voice: 'af_sky' };
    const { edits } = await sendRequest(daemon.client.connection, { definition: castAssign, params }, never);
    const changed = edits.reduceRight(
      (source, { range, newText }) =>
        source.slice(0, range.startOffset) + newText + source.slice(range.endOffset),
      text,
    );
    expect(changed).toBe(`---\n${after}---\n\nMARA: Come in.\n`);
  });

  test('gets a voice where there is no front matter', async () => {
    using daemon = startDaemon('assign');
    const params = { text: 'It rains.\n', character: 'narrator', voice: 'af_heart:2+af_sky' };
    const { edits } = await sendRequest(daemon.client.connection, { definition: castAssign, params }, never);
    expect(edits.map(({ newText }) => newText)).toEqual([
      '---\ncast:\n  narrator: "af_heart:2+af_sky"\n---\n\n',
    ]);
  });
});
