import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Configuration } from '../../server/src/configuration/configuration.ts';
import { watchConfiguration } from '../../server/src/configuration/watchConfiguration.ts';
import { createTestFolder } from '../daemon/testFolder.ts';

/** The system tells of changes from some moment after the start on. */
const settledMs = 300;

test('the first settings are seen, in a folder that did not exist yet', async () => {
  using folder = createTestFolder();
  const file = path.join(folder.path, 'config', 'aloud', 'daemon.json');
  const seen: Configuration[] = [];
  const watch = await watchConfiguration({
    file,
    onChange: (configuration) => seen.push(configuration),
    onMistake: (message) => {
      throw new Error(message);
    },
  });
  await delay(settledMs);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '{"idleMinutes": 3}');
  await vi.waitFor(() => {
    expect(seen.at(-1)).toEqual({ idleMinutes: 3 });
  }, 5000);
  expect(watch.current()).toEqual({ idleMinutes: 3 });
  await watch.close();
});
