import { describe, expect, test } from 'vitest';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { SpeechError } from '../../protocol/errors.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './runWithFakes.ts';

describe('dictate', () => {
  const events: readonly DictationEvent[] = [
    { kind: 'speechStart', startMs: 100 },
    {
      kind: 'partial',
      segmentId: 1,
      startMs: 100,
      endMs: 900,
      committedText: 'hello ',
      tentativeText: 'wor',
      language: 'en',
    },
    {
      kind: 'final',
      segmentId: 1,
      segment: {
        startMs: 100,
        endMs: 1200,
        text: 'hello world',
        language: 'en',
        emotion: null,
        events: null,
        words: null,
        confidence: null,
      },
      timings: { endpointingMs: 600, finalizingMs: 10, engineMs: 50 },
    },
    { kind: 'speechEnd', endMs: 1800 },
  ];
  async function* dictate(): AsyncGenerator<DictationEvent> {
    yield* await Promise.resolve(events);
  }

  test('prints what was said, line by line', async () => {
    const result = await run(['dictate'], { services: { dictate } });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'hello world\n' });
  });

  test('prints every event as JSON', async () => {
    const result = await run(['dictate', '--json'], { services: { dictate } });
    expect(result.records).toEqual(events.map((event) => ({ ok: true, ...event })));
  });
});

describe('daemon', () => {
  test.each(['status', 'stop'])('%s says that none runs', async (name) => {
    expect(await run(['daemon', name])).toMatchObject({
      exitCode: 0,
      stdout: 'The service does not run.\n',
    });
    const { records } = await run(['daemon', name, '--json']);
    expect(records).toEqual([
      {
        ok: true,
        running: false,
        pid: null,
        address: '/run/aloud/v1.sock',
        tokenFile: '/run/aloud/v1.token',
        uptimeMs: null,
        models: [],
        connections: 0,
      },
    ]);
  });

  test('start that fails ends with 3, the environment', async () => {
    const refused = new SpeechError('daemonUnreachable', { message: 'It is not there.', hint: 'Look.' });
    const daemon = { ...fakeServices().daemon, connectOrLaunch: () => Promise.reject(refused) };
    const result = await run(['daemon', 'start'], { services: { daemon } });
    expect(result).toMatchObject({ exitCode: 3, stderr: 'error: It is not there.\n  Look.\n' });
  });
});
