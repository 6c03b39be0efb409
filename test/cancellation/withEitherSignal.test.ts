import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { withEitherSignal } from '../../server/src/cancellation/withEitherSignal.ts';

function createPair(): readonly [AbortController, AbortController] {
  return [new AbortController(), new AbortController()];
}

test.each([0, 1] as const)('aborts with the reason of signal %i', async (which) => {
  const controllers = createPair();
  const signals = controllers.map(({ signal }) => signal);
  const reason = await withEitherSignal(signals, async (either) => {
    controllers[which].abort('stopped');
    controllers[1 - which]?.abort('too late');
    return Promise.resolve(either.reason as unknown);
  });
  expect(reason).toBe('stopped');
});

test('has aborted at once where one of them has', async () => {
  const signals = [new AbortController().signal, AbortSignal.abort('stopped')];
  expect(await withEitherSignal(signals, (either) => Promise.resolve(either.reason as unknown))).toBe(
    'stopped',
  );
});

test('leaves nothing in either of them, however the work ends', async () => {
  const signals = createPair().map(({ signal }) => signal);
  const counts = () => signals.map((signal) => getEventListeners(signal, 'abort').length);
  expect(await withEitherSignal(signals, () => Promise.resolve(counts()))).toEqual([1, 1]);
  expect(counts()).toEqual([0, 0]);
  await expect(withEitherSignal(signals, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  expect(counts()).toEqual([0, 0]);
});
