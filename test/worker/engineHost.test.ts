import { expect, test } from 'vitest';
import { createEngineHost } from '../../server/src/worker/engineHost.ts';
import type { Engines } from '../../server/src/worker/engines.ts';

test('an engine that is ready after its call was cancelled is disposed of, for nobody will hear its number', async () => {
  const events: string[] = [];
  const controller = new AbortController();
  /** Whatever is opened is ready just after the abort. */
  const open = () => {
    controller.abort(new Error('stopped'));
    return Promise.resolve({
      description: null,
      dispose: () => {
        events.push('disposed');
        return Promise.resolve();
      },
    }) as never;
  };
  const engines: Engines = {
    openRecognizer: open,
    openSynthesizer: open,
    openVoiceActivity: open,
    prepare: () => Promise.resolve(),
    enrollClips: () => Promise.resolve([]),
  };
  const host = createEngineHost(engines);
  const choice = { engine: 'any', provider: 'cpu' } as const;
  await expect(host.openRecognizer(choice, controller.signal)).rejects.toThrow('stopped');
  await expect(host.openSynthesizer(choice, controller.signal)).rejects.toThrow('stopped');
  await expect(host.openVoiceActivity(null, controller.signal)).rejects.toThrow('stopped');
  expect(events).toEqual(['disposed', 'disposed', 'disposed']);
});
