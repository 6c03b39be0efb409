import { describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './support.ts';

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
