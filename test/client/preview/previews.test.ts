import { beforeEach, expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { SpeechService } from '../../../client/src/daemon/speechService.ts';
import { createPreviews } from '../../../client/src/preview/previews.ts';
import { previewPlan, previewRender } from '../../../protocol/preview.ts';
import { documents, panels, showDocument, user, window, type FakePanel } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

beforeEach(() => {
  for (const list of [documents, panels, user.asked]) list.length = 0;
  window.activeTextEditor = undefined;
});

function openPreviews() {
  /** Texts of the documents whose sounds were made: in this window a text is the path of its document. */
  const made: string[] = [];
  /** What is read to users of a screen reader. */
  const read: string[] = [];
  const connection: SpeechConnection = {
    request: ({ method }, params) => {
      if (method === previewRender.method) made.push((params as unknown as { text: string }).text);
      return Promise.resolve((method === previewPlan.method ? { rows: [] } : { madeCount: 0 }) as never);
    },
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
    [Symbol.dispose]: () => undefined,
  };
  const previews = createPreviews(
    {
      service: { connect: () => Promise.resolve(connection) } as unknown as SpeechService,
      log: { error: () => undefined } as unknown as LogOutputChannel,
      screenReader: { tell: (sentence) => read.push(sentence) },
      readAloud: { get: () => Promise.reject(new Error('Nothing is read.')), ifMade: () => undefined },
      onDidHearWord: (() => ({ dispose: () => undefined })) as never,
    },
    { path: '/extension' } as never,
  );
  const open = async (path: string): Promise<FakePanel> => {
    showDocument(path, 'aloud');
    await previews.open();
    return panels.at(-1) as FakePanel;
  };
  return { previews, made, read, open };
}

test('sounds are made of the preview that has the focus, else of the active script, opened first', async () => {
  const { previews, made, open } = openPreviews();
  await open('/one.aloud');
  const two = await open('/two.aloud');
  window.activeTextEditor = undefined;
  two.active = true;
  await previews.render();
  two.active = false;
  showDocument('/three.aloud', 'aloud');
  await previews.render();
  expect(made).toEqual(['/two.aloud', '/three.aloud']);
  expect(panels.map(({ title }) => title)).toEqual([
    'Preview one.aloud',
    'Preview two.aloud',
    'Preview three.aloud',
  ]);
});

test('of what is no script no sounds are made, only of the one preview that is open', async () => {
  const { previews, made, open } = openPreviews();
  showDocument('/notes.txt', 'plaintext');
  expect(await previews.render()).toBeNull();
  expect(user.asked).toEqual([{ question: 'Open a script to see its preview.', offered: [] }]);
  expect(panels).toEqual([]);
  await open('/one.aloud');
  showDocument('/notes.txt', 'plaintext');
  await previews.render();
  await open('/two.aloud');
  showDocument('/notes.txt', 'plaintext');
  expect(await previews.render()).toBeNull();
  expect(made).toEqual(['/one.aloud']);
});

test('two commands at once open one panel, and a closed one is opened anew', async () => {
  const { previews, open } = openPreviews();
  showDocument('/one.aloud', 'aloud');
  await Promise.all([previews.open(), previews.open()]);
  expect(panels).toHaveLength(1);
  panels[0]?.dispose();
  await open('/one.aloud');
  expect(panels).toHaveLength(2);
});

test('that the preview is there is read, as the focus stays in the script', async () => {
  const { read, open } = openPreviews();
  await open('/one.aloud');
  expect(read).toEqual(['The preview is open beside the script; the next group of editors has it.']);
});
