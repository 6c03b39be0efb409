import { describe, expect, it } from 'vitest';
import { createLateLease } from '../../server/src/handlers/lateLease.ts';

interface Counts {
  opened: number;
  givenBack: number;
}

function createCounted(ready: Promise<unknown> = Promise.resolve()) {
  const counts: Counts = { opened: 0, givenBack: 0 };
  const open = async () => {
    counts.opened += 1;
    await ready;
    return {
      [Symbol.asyncDispose]: () => {
        counts.givenBack += 1;
        return Promise.resolve();
      },
    };
  };
  return { counts, lease: createLateLease(open) };
}

describe('a late lease', () => {
  it('is not taken by who does not need it', async () => {
    const { counts, lease } = createCounted();
    await lease[Symbol.asyncDispose]();
    expect(counts).toEqual({ opened: 0, givenBack: 0 });
  });

  it('is taken once', async () => {
    const { counts, lease } = createCounted();
    expect(await lease.take()).toBe(await lease.take());
    expect(counts.opened).toBe(1);
  });

  it('is given back where it comes while its holder ends', async () => {
    let arrive = (): void => undefined;
    const { counts, lease } = createCounted(new Promise<void>((resolve) => (arrive = resolve)));
    void lease.take();
    const ended = lease[Symbol.asyncDispose]();
    arrive();
    await ended;
    expect(counts).toEqual({ opened: 1, givenBack: 1 });
  });

  it('that does not come leaves nothing to give back', async () => {
    const lease = createLateLease(() => Promise.reject<AsyncDisposable>(new Error('busy')));
    await expect(lease.take()).rejects.toThrow('busy');
    await lease[Symbol.asyncDispose]();
  });
});
