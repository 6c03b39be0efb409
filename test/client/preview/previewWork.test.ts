import { expect, test } from 'vitest';
import type { ToPanel } from '../../../client/src/preview/messages.ts';
import { createPreviewRows } from '../../../client/src/preview/previewRows.ts';
import { createPreviewWork } from '../../../client/src/preview/previewWork.ts';
import { onNotification, sendRequest } from '../../../protocol/calls.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { unknownUtterance } from '../../../server/src/recognition/recognizer.ts';
import { document, plan, startDaemon, type PreviewDaemonOptions } from '../../handlers/previewDaemon.ts';
import { synthesizer } from '../../support/fakeEngines.ts';
import { never } from '../../support/never.ts';

/** A preview of the script of the daemon: 'The harbor', 'Come in.', 'The wind', 'came first.' */
async function openPreview(name: string, options: PreviewDaemonOptions = {}) {
  const daemon = startDaemon(name, options);
  const told: ToPanel[] = [];
  const failures: unknown[] = [];
  const rows = createPreviewRows((message) => told.push(message));
  rows.take((await plan(daemon)).rows);
  const { connection } = daemon.client;
  const work = createPreviewWork({
    service: {
      connect: () =>
        Promise.resolve({
          request: (definition, params, signal) => sendRequest(connection, { definition, params }, signal),
          on: (definition, handler) => {
            const heard = onNotification(connection, definition, handler);
            return {
              [Symbol.dispose]: () => {
                heard.dispose();
              },
            };
          },
          signal: never,
          [Symbol.dispose]: () => undefined,
        }),
    },
    rows,
    upToDate: () => Promise.resolve(document),
    send: (message) => told.push(message),
    fail: (error) => failures.push(error),
    sentences: {
      rendered: ({ failedCount }) => `${failedCount} failed`,
      checked: ({ doubtfulCount }) => `${doubtfulCount} doubtful`,
    },
    ended: never,
  });
  const states = () => rows.all().map(({ state }) => state);
  return { daemon, rows, work, told, failures, states, [Symbol.dispose]: daemon[Symbol.dispose] };
}

const failing = (text: string): PreviewDaemonOptions => {
  let failCount = 0;
  return {
    synthesizer: {
      synthesize: (request, signal) => {
        if (request.text !== text || failCount > 0) return synthesizer.synthesize(request, signal);
        failCount += 1;
        throw new SpeechError('engineFailed', { message: 'It fell.', hint: 'Again.' });
      },
    },
  };
};

test('a row that has failed is made again by itself', async () => {
  using preview = await openPreview('again', failing('Come in.'));
  const { work, rows, states, told } = preview;
  expect(await work.render()).toEqual({ synthesizedCount: 3, keptCount: 0, failedCount: 1 });
  expect(states()).toEqual(['cached', 'failed', 'cached', 'cached']);
  expect(rows.all()[1]?.problem).toBe('It fell. Again.');
  expect(told.at(-1)).toEqual({ kind: 'done', said: '1 failed' });
  expect(await work.render(rows.all()[1]?.id)).toEqual({ synthesizedCount: 1, keptCount: 0, failedCount: 0 });
  expect(states()).toEqual(['cached', 'cached', 'cached', 'cached']);
  expect(rows.all()[1]?.problem).toBeNull();
});

test('what a row lacks that can be downloaded is offered, once for all rows', async () => {
  const refusal = new SpeechError('languageUnsupported', {
    message: 'Not Elvish.',
    hint: 'Run `aloud models pull espeak-ng`.',
    data: { model: 'espeak-ng' },
  });
  const refused = ['Come in.', 'The wind'];
  using preview = await openPreview('lacking', {
    library: {
      findUnspoken: ([request]) =>
        Promise.resolve(
          request === undefined || !refused.includes(request.text) ? null : { request, refusal },
        ),
    },
  });
  const { work, rows, states, failures } = preview;
  await work.render();
  expect(states()).toEqual(['cached', 'failed', 'failed', 'cached']);
  expect(rows.all()[1]?.problem).toBe(
    'Not Elvish. The component that pronounces it can be downloaded; its license is shown before.',
  );
  expect(failures).toMatchObject([
    { code: 'languageUnsupported', message: 'Not Elvish.', data: { model: 'espeak-ng' } },
  ]);
});

test('how far it is is told, and of a row only what changes', async () => {
  using preview = await openPreview('told');
  const { work, told } = preview;
  await work.render();
  const kinds = () => told.map(({ kind }) => kind);
  expect(told).toContainEqual({ kind: 'working', work: 'render', doneCount: 4, totalCount: 4 });
  expect(kinds().filter((kind) => kind === 'row')).toHaveLength(8);
  told.length = 0;
  await work.render();
  expect(kinds().filter((kind) => kind === 'row')).toEqual([]);
});

test('a line that was heard otherwise says what was heard; one that was not is left as it is', async () => {
  using preview = await openPreview('heard', {
    recognize: (samples) =>
      Promise.resolve({ ...unknownUtterance, text: samples.length > 10_000 ? '' : 'Come in.' }),
  });
  const { work, told } = preview;
  await work.render();
  told.length = 0;
  const counts = await work.check();
  expect(counts).toMatchObject({ checkedCount: 4, soundlessCount: 0 });
  const doubts = told.flatMap((message) => (message.kind === 'row' ? [message.row] : []));
  expect(doubts.map(({ text, state, doubt }) => [text, state, doubt])).toEqual([
    ['The harbor', 'cached', 'Come in.'],
    ['The wind', 'cached', 'Come in.'],
    ['came first.', 'cached', 'Come in.'],
  ]);
  expect(told.at(-1)).toEqual({ kind: 'done', said: '3 doubtful' });
});

test('what is cancelled is not being made any more, and is no failure; the last to ask wins', async () => {
  using preview = await openPreview('cancelled work', {
    synthesizer: { synthesize: () => new Promise(() => undefined) },
  });
  const { work, states, failures, told } = preview;
  const first = work.render();
  await expect.poll(states, { interval: 5 }).toContain('rendering');
  const second = work.render();
  expect(await first).toBeNull();
  expect(told.filter(({ kind }) => kind === 'done')).toEqual([]);
  await expect.poll(states, { interval: 5 }).toContain('rendering');
  work.cancel();
  expect(await second).toBeNull();
  expect(states()).toEqual(['stale', 'stale', 'stale', 'stale']);
  expect(told.at(-1)).toEqual({ kind: 'done', said: '' });
  expect(failures).toEqual([]);
});

test('a sound that was begun before an edit leaves its row as it is planned now', async () => {
  let edit = (): void => undefined;
  const edited = new Promise<void>((resolve) => (edit = resolve));
  using preview = await openPreview('edited', {
    synthesizer: {
      synthesize: async (request, signal) => {
        await edited;
        return synthesizer.synthesize(request, signal);
      },
    },
  });
  const { work, rows, states } = preview;
  const made = work.render(rows.all()[1]?.id);
  await expect.poll(states, { interval: 5 }).toContain('rendering');
  const source = { startOffset: 40, endOffset: 48 };
  rows.take(rows.all().map(({ planned }) => ({ ...planned, source })));
  edit();
  await made;
  expect(rows.all()[1]).toMatchObject({ state: 'cached', planned: { source } });
});

test('what keeps all from being made is told once', async () => {
  const missing = new SpeechError('modelNotInstalled', { message: 'No voice.', hint: 'Get it.' });
  using preview = await openPreview('missing', {
    library: { requireInstalled: () => Promise.reject(missing) },
  });
  expect(await preview.work.render()).toBeNull();
  expect(preview.failures).toEqual([expect.objectContaining({ code: 'modelNotInstalled' })]);
  expect(preview.states()).toEqual(['stale', 'stale', 'stale', 'stale']);
});
