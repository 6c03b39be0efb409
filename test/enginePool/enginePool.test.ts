import { describe, expect, test } from 'vitest';
import { never } from '../support/never.ts';
import { createBench, minuteMs, turn } from './poolBench.ts';

describe('loading', () => {
  test('fifty requests at once load an engine once and share it', async () => {
    const { loads, lease, pool } = createBench();
    const leases = Array.from({ length: 50 }, () => lease());
    await turn();
    expect(loads.length).toBe(1);
    loads[0]?.succeed();
    const engines = new Set((await Promise.all(leases)).map(({ engine }) => engine));
    expect([engines.size, pool.leaseCount()]).toEqual([1, 50]);
  });

  test('another engine, provider or thread count is another engine in memory', async () => {
    const { loads, lease } = createBench();
    void lease();
    void lease(never, { engine: 'kokoro', provider: 'webgpu' });
    void lease(never, { engine: 'kokoro', provider: 'cpu', threadCount: 2 });
    void lease(never, { engine: 'other', provider: 'cpu' });
    await turn();
    expect(loads.map(({ engine }) => engine)).toEqual(['kokoro', 'kokoro', 'kokoro', 'other']);
  });

  test('the status says where an engine runs, not where it was asked to', async () => {
    const { pool, lease, loads } = createBench();
    const leased = lease(never, { engine: 'kokoro', provider: 'webgpu' });
    const providers = () => pool.status().map(({ provider }) => provider);
    await turn();
    expect(providers()).toEqual(['webgpu']);
    loads[0]?.succeed();
    expect((await leased).engine.description.provider).toBe('cpu');
    expect(providers()).toEqual(['cpu']);
  });

  test('a failure is told to all who wait, and the next request tries again', async () => {
    const { loads, lease, pool, events } = createBench();
    const leases = [lease(), lease()];
    await turn();
    loads[0]?.fail(new Error('corrupt'));
    for (const outcome of await Promise.allSettled(leases)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'corrupt' } });
    }
    expect([pool.status(), pool.leaseCount()]).toEqual([[], 0]);
    const next = lease();
    await turn();
    loads[1]?.succeed();
    await (await next).release();
    expect(events).toEqual(['loadFailed kokoro-82m', 'loaded kokoro-82m']);
  });

  test('an abort of one who waits is answered at once and does not end the load of the others', async () => {
    const { loads, lease, pool } = createBench();
    const controller = new AbortController();
    const impatient = lease(controller.signal);
    const patient = lease();
    await turn();
    controller.abort(new Error('stopped'));
    await expect(impatient).rejects.toThrow('stopped');
    expect(loads[0]?.signal.aborted).toBe(false);
    loads[0]?.succeed();
    await patient;
    expect(pool.leaseCount()).toBe(1);
  });

  test('the abort of the last one ends the load; what comes of it is disposed of, the next request loads', async () => {
    const { loads, lease, events } = createBench();
    const controller = new AbortController();
    const leases = [lease(controller.signal), lease(controller.signal)];
    await turn();
    controller.abort(new Error('stopped'));
    await Promise.allSettled(leases);
    expect(loads[0]?.signal.aborted).toBe(true);
    const next = lease();
    await turn();
    loads[0]?.succeed();
    loads[1]?.succeed();
    await next;
    expect(events).toContain('disposed 0');
    expect(events).not.toContain('disposed 1');
  });

  test('an abort in the moment of success gives no lease', async () => {
    const { loads, lease, pool } = createBench();
    const controller = new AbortController();
    const late = lease(controller.signal);
    await turn();
    loads[0]?.succeed();
    controller.abort(new Error('stopped'));
    await expect(late).rejects.toThrow('stopped');
    expect(pool.leaseCount()).toBe(0);
  });
});

describe('keeping alive', () => {
  test.each([
    { keepAliveMs: 0, advanceMs: 0, isKept: false },
    { keepAliveMs: 5 * minuteMs, advanceMs: 5 * minuteMs - 1, isKept: true },
    { keepAliveMs: 5 * minuteMs, advanceMs: 5 * minuteMs, isKept: false },
    { keepAliveMs: Infinity, advanceMs: 365 * 24 * 60 * minuteMs, isKept: true },
  ])('of $keepAliveMs ms, after $advanceMs ms: $isKept', async ({ keepAliveMs, advanceMs, isKept }) => {
    const { clock, leaseNow, events, pool } = createBench({ keepAliveMs: () => keepAliveMs });
    const lease = await leaseNow();
    clock.advance(365 * 24 * 60 * minuteMs);
    expect(events).toEqual(['loaded kokoro-82m']);
    await lease.release();
    clock.advance(advanceMs);
    await turn();
    expect(pool.status().length).toBe(isKept ? 1 : 0);
    expect(events.slice(1)).toEqual(isKept ? [] : ['disposed 0', 'unloaded kokoro-82m']);
  });

  test('is five minutes where nothing is said, counted from the last use', async () => {
    const { clock, leaseNow, lease, loads, pool } = createBench();
    await (await leaseNow()).release();
    clock.advance(4 * minuteMs);
    await (await lease()).release();
    clock.advance(4 * minuteMs);
    expect(pool.status()).toMatchObject([
      { state: 'ready', leaseCount: 0, loadedForMs: 8 * minuteMs, unusedForMs: 4 * minuteMs },
    ]);
    clock.advance(minuteMs);
    await turn();
    expect([pool.status(), loads.length, clock.timerCount()]).toEqual([[], 1, 0]);
  });

  test('ends with the next use: an engine is not taken from who has it', async () => {
    const { clock, leaseNow, lease, states, events } = createBench();
    await (await leaseNow()).release();
    await lease();
    clock.advance(60 * minuteMs);
    await turn();
    expect(states()).toEqual(['kokoro-82m ready 1']);
    expect(events).toEqual(['loaded kokoro-82m']);
  });

  test.each([
    { keepAliveMs: 0, restMs: 0 },
    { keepAliveMs: 10 * minuteMs, restMs: 7 * minuteMs },
  ])('changed to $keepAliveMs ms after 3 minutes: $restMs ms are left', async ({ keepAliveMs, restMs }) => {
    let configuredMs = 5 * minuteMs;
    const { clock, leaseNow, pool } = createBench({ keepAliveMs: () => configuredMs });
    await (await leaseNow()).release();
    clock.advance(3 * minuteMs);
    configuredMs = keepAliveMs;
    pool.applyKeepAlive();
    clock.advance(Math.max(0, restMs - 1));
    await turn();
    expect(pool.status().length).toBe(restMs > 0 ? 1 : 0);
    clock.advance(1);
    await turn();
    expect([pool.status(), clock.timerCount()]).toEqual([[], 0]);
  });

  test('changed while somebody uses the engine leaves it to who has it', async () => {
    let configuredMs = 5 * minuteMs;
    const { leaseNow, pool, states } = createBench({ keepAliveMs: () => configuredMs });
    const lease = await leaseNow();
    configuredMs = 0;
    pool.applyKeepAlive();
    await turn();
    expect(states()).toEqual(['kokoro-82m ready 1']);
    await lease.release();
    expect(states()).toEqual([]);
  });

  test('is asked for the model', async () => {
    const asked: string[] = [];
    const { leaseNow } = createBench({ keepAliveMs: (model) => asked.push(model) });
    await (await leaseNow()).release();
    expect(asked).toEqual(['kokoro-82m']);
  });
});

test('a pool that is disposed of frees what is unused, at once, and lends nothing more', async () => {
  const { pool, leaseNow, lease, events, clock } = createBench();
  await (await leaseNow()).release();
  await pool[Symbol.asyncDispose]();
  expect([events.includes('disposed 0'), clock.timerCount()]).toEqual([true, 0]);
  await expect(lease()).rejects.toThrow('disposed');
});
