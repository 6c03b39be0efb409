import { describe, expect, it } from 'vitest';
import { createTaskQueue } from '../../server/src/inference/taskQueue.ts';
import { never } from '../support/never.ts';

function deferred() {
  const handle: { resolve: () => void } = { resolve: () => undefined };
  const promise = new Promise<void>((resolve) => (handle.resolve = resolve));
  return {
    promise,
    resolve: () => {
      handle.resolve();
    },
  };
}

describe('createTaskQueue', () => {
  it('runs one task at a time, in order', async () => {
    const queue = createTaskQueue();
    const first = deferred();
    const log: string[] = [];
    const one = queue.run(async () => {
      log.push('one begins');
      await first.promise;
      log.push('one ends');
    }, never);
    const two = queue.run(() => Promise.resolve(log.push('two')), never);
    await Promise.resolve();
    first.resolve();
    await Promise.all([one, two]);
    expect(log).toEqual(['one begins', 'one ends', 'two']);
  });

  it('goes on after a failure', async () => {
    const queue = createTaskQueue();
    await expect(queue.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve(3), never)).toBe(3);
  });

  it('answers an abort at once, and starts the next task only when the running one has ended', async () => {
    const queue = createTaskQueue();
    const slow = deferred();
    const stop = new AbortController();
    const log: string[] = [];
    const running = queue.run(async () => {
      await slow.promise;
      log.push('ended unheard');
    }, stop.signal);
    const next = queue.run(() => Promise.resolve(log.push('next')), never);
    await Promise.resolve();
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(log).toEqual([]);
    slow.resolve();
    await next;
    expect(log).toEqual(['ended unheard', 'next']);
  });

  it('never starts a task that was aborted while it waited', async () => {
    const queue = createTaskQueue();
    const stop = new AbortController();
    stop.abort(new Error('too late'));
    let started = false;
    await expect(queue.run(() => Promise.resolve((started = true)), stop.signal)).rejects.toThrow('too late');
    await queue.idle();
    expect(started).toBe(false);
  });
});
