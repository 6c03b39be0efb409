import { mkdtemp, rm, writeFile, chmod, link, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { watchFolder } from '../../server/src/system/watchFolder.ts';

/** Longer than changes take to be told. */
const waitMs = 600;

test.each([
  { what: 'a file that is written', act: (file: string) => writeFile(file, 'other'), isTold: true },
  { what: 'a file that is removed', act: (file: string) => rm(file), isTold: true },
  { what: 'a new file', act: (file: string) => writeFile(`${file}.new`, ''), isTold: true },
  { what: 'a file that is linked elsewhere', act: linkElsewhere, isTold: false },
  { what: 'a file whose rights are set', act: (file: string) => chmod(file, 0o600), isTold: false },
  { what: 'what is there at the start', act: () => Promise.resolve(), isTold: false },
])('tells of $what: $isTold', async ({ act, isTold }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-watch-'));
  const file = path.join(folder, 'models', 'one', 'weights.bin');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, 'weights');
  const told: (readonly string[])[] = [];
  const watch = watchFolder({
    path: path.join(folder, 'models'),
    depth: 2,
    isIgnored: () => false,
    onChange: (paths) => told.push(paths),
  });
  await delay(waitMs);
  await act(file);
  await delay(waitMs);
  await watch.close();
  await rm(folder, { recursive: true });
  expect(told.flat().some((changed) => changed.startsWith(file))).toBe(isTold);
});

function linkElsewhere(file: string): Promise<void> {
  return link(file, path.join(file, '../../../elsewhere.bin'));
}

test('takes up a file that is not there yet, and one that comes back', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-watch-'));
  const file = path.join(folder, 'daemon.json');
  let toldCount = 0;
  const watch = watchFolder({
    path: file,
    depth: 0,
    isIgnored: () => false,
    onChange: () => (toldCount += 1),
  });
  await delay(waitMs);
  await writeFile(file, '{}');
  await delay(waitMs);
  await rm(file);
  await delay(waitMs);
  await writeFile(file, '{}');
  await delay(waitMs);
  await watch.close();
  await rm(folder, { recursive: true });
  expect(toldCount).toBe(3);
});

test('tells of the first file in a folder whose own folder was not there yet', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-watch-'));
  const models = path.join(folder, 'cache', 'aloud', 'models');
  const model = path.join(models, 'kokoro', 'model.json');
  const told = new Set<string>();
  const watch = watchFolder({
    path: models,
    depth: 2,
    isIgnored: () => false,
    onChange: (paths) => {
      for (const changed of paths) told.add(changed);
    },
  });
  await delay(waitMs);
  await mkdir(path.dirname(model), { recursive: true });
  await writeFile(model, '{}');
  await vi.waitFor(() => {
    expect(told).toContain(model);
  }, 5000);
  await watch.close();
  await rm(folder, { recursive: true });
});
