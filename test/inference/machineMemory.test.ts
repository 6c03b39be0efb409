import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  readControlGroup,
  readMachineMemory,
  requireMemory,
  withinGroup,
} from '../../server/src/inference/machineMemory.ts';
import { tempFolder } from '../models/support/testTransfer.ts';

const stat = 'anon 500\ninactive_file 200\nactive_file 100\n';

describe('the control group of a process', () => {
  test.each<[string, Readonly<Record<string, string>>, unknown]>([
    [
      'with a limit of its own',
      {
        'proc/self/cgroup': '0::/user/one\n',
        'sys/fs/cgroup/user/one/memory.max': '1000\n',
        'sys/fs/cgroup/user/one/memory.current': '800\n',
        'sys/fs/cgroup/user/one/memory.stat': stat,
      },
      { limitBytes: 1000, usedBytes: 500 },
    ],
    [
      'in a container, whose files lie at the top',
      {
        'proc/self/cgroup': '0::/somewhere/outside\n',
        'sys/fs/cgroup/memory.max': '1000\n',
        'sys/fs/cgroup/memory.current': '800\n',
        'sys/fs/cgroup/memory.stat': stat,
      },
      { limitBytes: 1000, usedBytes: 500 },
    ],
    ['without a limit', { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': 'max\n' }, null],
    ['of the first version', { 'proc/self/cgroup': '4:memory:/one\n' }, null],
    ['on a system that has none', {}, null],
  ])('%s', async (_name, files, expected) => {
    await using root = await tempFolder();
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.join(root.path, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root.path, file), content);
    }
    expect(await readControlGroup(root.path)).toEqual(expected);
  });
});

test.each([
  [null, { totalBytes: 8, freeBytes: 5 }],
  [
    { limitBytes: 4, usedBytes: 1 },
    { totalBytes: 4, freeBytes: 3 },
  ],
  [
    { limitBytes: 16, usedBytes: 1 },
    { totalBytes: 8, freeBytes: 5 },
  ],
])('of 8 with 5 free, the group %j leaves %j', (group, expected) => {
  expect(withinGroup({ totalBytes: 8, freeBytes: 5 }, group)).toEqual(expected);
});

test.each([
  [{ totalBytes: 8e9, freeBytes: 3e9 }, null],
  [{ totalBytes: 8e9, freeBytes: null }, null],
  [{ totalBytes: 8e9, freeBytes: 1e9 }, 'It needs about 2.0 GB of memory; 1.0 GB are free.'],
  [
    { totalBytes: 1e9, freeBytes: null },
    'It needs about 2.0 GB of memory; this machine lets it have 1.0 GB.',
  ],
])('2 GB of %j: %s', (memory, message) => {
  const require = (): void => {
    requireMemory({ name: 'It', bytes: 2e9, otherwise: 'Take another.' }, memory);
  };
  if (message === null) expect(require).not.toThrow();
  else expect(require).toThrow(expect.objectContaining({ code: 'outOfMemory', message }));
});

test('this machine has memory', async () => {
  const { totalBytes, freeBytes } = await readMachineMemory();
  expect(totalBytes).toBeGreaterThan(1e8);
  expect(freeBytes ?? totalBytes).toBeGreaterThan(0);
});
