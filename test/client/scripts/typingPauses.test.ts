import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTypingPauses } from '../../../client/src/scripts/typingPauses.ts';

const document = {};
const key = { document, contentChanges: ['x'] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A request that waits for a pause; `state` is what became of it. */
function openEditor() {
  const listeners: ((change: typeof key) => void)[] = [];
  const cancels: (() => void)[] = [];
  const pauses = createTypingPauses((listener) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  });
  const seen = { isSettled: false };
  return {
    seen,
    change: (change: typeof key) => {
      for (const listener of listeners) listener(change);
    },
    ask: async () => {
      void pauses
        .settled(document, { onCancellationRequested: (cancel) => cancels.push(cancel) })
        .then(() => (seen.isSettled = true));
      await vi.advanceTimersByTimeAsync(0);
    },
    cancel: async () => {
      for (const cancel of cancels) cancel();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test.each<[what: string, change: typeof key | null, afterMs: number, expected: boolean]>([
  ['nobody has typed', null, 0, true],
  ['somebody typed elsewhere', { ...key, document: {} }, 0, true],
  ['a document was saved', { ...key, contentChanges: [] }, 0, true],
  ['the last key was long ago', key, 800, true],
  ['the last key was just now', key, 0, false],
  ['the last key was not long ago', key, 700, false],
])('whether there is a pause where %s', async (_what, change, afterMs, expected) => {
  const editor = openEditor();
  if (change !== null) editor.change(change);
  vi.advanceTimersByTime(afterMs);
  await editor.ask();
  expect(editor.seen.isSettled).toBe(expected);
});

test('there is one a second after the last key', async () => {
  const editor = openEditor();
  editor.change(key);
  await vi.advanceTimersByTimeAsync(100);
  await editor.ask();
  await vi.advanceTimersByTimeAsync(890);
  expect(editor.seen.isSettled).toBe(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(editor.seen.isSettled).toBe(true);
});

test('who is cancelled waits no longer', async () => {
  const editor = openEditor();
  editor.change(key);
  await editor.ask();
  await editor.cancel();
  expect(editor.seen.isSettled).toBe(true);
});
