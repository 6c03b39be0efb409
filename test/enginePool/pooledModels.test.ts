import { describe, expect, test } from 'vitest';
import { never } from '../support/never.ts';
import { createBench, minuteMs, turn } from './poolBench.ts';
import { createFakeSynthesizer } from '../synthesis/fakeSynthesizer.ts';

describe('leases', () => {
  test('are given back without waiting for an engine that is slow to go', async () => {
    let freed = (): void => undefined;
    const disposal = new Promise<void>((resolve) => (freed = resolve));
    const engine = { ...createFakeSynthesizer(), dispose: () => disposal };
    const { pool, lease } = createBench({
      keepAliveMs: () => 0,
      openEngines: {
        synthesizer: () => Promise.resolve(engine),
        recognizer: () => Promise.reject(new Error('not here')),
        voiceActivity: () => Promise.reject(new Error('not here')),
      },
    });
    const { release, ...last } = await lease();
    await last[Symbol.asyncDispose]();
    expect([pool.leaseCount(), pool.status().length]).toEqual([0, 1]);
    freed();
    await release();
    expect(pool.status()).toEqual([]);
  });

  test('given back twice count once', async () => {
    const { leaseNow, lease, pool } = createBench({ keepAliveMs: () => 0 });
    const first = await leaseNow();
    await lease();
    await first.release();
    await first[Symbol.asyncDispose]();
    expect(pool.leaseCount()).toBe(1);
  });

  test('of a caller that throws are given back', async () => {
    const { leaseNow, pool } = createBench();
    const caller = async () => {
      await using lease = await leaseNow();
      expect([pool.leaseCount(), lease.engine.description.engine]).toEqual([1, 'fake']);
      throw new Error('our fault');
    };
    await expect(caller()).rejects.toThrow('our fault');
    expect(pool.leaseCount()).toBe(0);
  });
});

describe('models', () => {
  test('load and unload: in memory and out of it', async () => {
    const { pool, loads, states, events } = createBench();
    const loading = pool.load('kokoro-82m', { provider: 'cpu' }, never);
    await turn();
    expect(states()).toEqual(['kokoro-82m loading 0']);
    loads[0]?.succeed();
    await loading;
    expect(states()).toEqual(['kokoro-82m ready 0']);
    await pool.unload('kokoro-82m');
    await pool.unload('kokoro-82m');
    expect(states()).toEqual([]);
    expect(events).toEqual(['loaded kokoro-82m', 'disposed 0', 'unloaded kokoro-82m']);
  });

  test('tell how long each waited for the load: two minutes, one, and not at all where it was loaded', async () => {
    const { pool, clock, loads, lease } = createBench();
    const first = lease();
    clock.advance(minuteMs);
    const second = pool.load('kokoro-82m', { provider: 'cpu' }, never);
    await turn();
    clock.advance(minuteMs);
    loads[0]?.succeed();
    expect([(await first).loadMs, await second]).toEqual([2 * minuteMs, minuteMs]);
    expect([(await lease()).loadMs, await pool.load('kokoro-82m', { provider: 'cpu' }, never)]).toEqual([
      0, 0,
    ]);
  });

  test('a model without an engine cannot be loaded', async () => {
    const { pool } = createBench();
    await expect(pool.load('whisper', { provider: 'cpu' }, never)).rejects.toMatchObject({
      code: 'unknownModel',
    });
  });

  test('in use are not unloaded', async () => {
    const { pool, leaseNow, lease, states } = createBench();
    await leaseNow();
    await lease();
    await expect(pool.unload('kokoro-82m')).rejects.toMatchObject({
      code: 'busy',
      message: 'The model kokoro-82m is in use by 2 requests.',
      data: { userCount: 2 },
    });
    expect(states()).toEqual(['kokoro-82m ready 2']);
  });

  test('that were replaced load afresh for new requests; those under way keep what they have', async () => {
    const { pool, leaseNow, states, events, loads } = createBench();
    const old = await leaseNow();
    pool.invalidate('kokoro-82m');
    expect(states()).toEqual(['kokoro-82m ready retired 1']);
    const fresh = await leaseNow();
    expect(loads.length).toBe(2);
    expect(fresh.engine).not.toBe(old.engine);
    expect(states()).toEqual(['kokoro-82m ready retired 1', 'kokoro-82m ready 1']);
    await old.release();
    expect(states()).toEqual(['kokoro-82m ready 1']);
    expect(events).toContain('disposed 0');
    await fresh.release();
    expect(states()).toEqual(['kokoro-82m ready 0']);
  });

  test('are loaded afresh when a part of theirs was installed', async () => {
    const { pool, leaseNow, loads } = createBench();
    await (await leaseNow()).release();
    pool.invalidate('silero-vad');
    await (await leaseNow()).release();
    expect(loads.length).toBe(1);
    pool.invalidate('espeak-ng');
    await (await leaseNow()).release();
    expect(loads.length).toBe(2);
  });

  test('that were replaced and are not used are gone at once', async () => {
    const { pool, leaseNow, states, clock } = createBench();
    await (await leaseNow()).release();
    pool.invalidate('kokoro-82m');
    await turn();
    expect([states(), clock.timerCount()]).toEqual([[], 0]);
  });

  test('that were replaced while they load are loaded again by the next request', async () => {
    const { pool, lease, loads } = createBench();
    const first = lease();
    await turn();
    pool.invalidate('kokoro-82m');
    const second = lease();
    await turn();
    expect(loads.length).toBe(2);
    for (const load of loads) load.succeed();
    expect((await first).engine).not.toBe((await second).engine);
  });
});
