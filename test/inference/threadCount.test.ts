import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultThreadCount, linuxPhysicalCoreCount } from '../../server/src/inference/threadCount.ts';

test('two hardware threads of one core count once', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-cpus-'));
  ['0,2', '1,3', '0,2', '1,3'].forEach((siblings, index) => {
    mkdirSync(path.join(folder, `cpu${index}`, 'topology'), { recursive: true });
    writeFileSync(path.join(folder, `cpu${index}`, 'topology', 'thread_siblings_list'), `${siblings}\n`);
  });
  mkdirSync(path.join(folder, 'cpufreq'));
  expect(linuxPhysicalCoreCount(folder)).toBe(2);
  rmSync(folder, { recursive: true });
});

test('a kernel that does not tell is no error', () => {
  expect(linuxPhysicalCoreCount('/nowhere')).toBeNull();
});

test('there is always a thread, and never more than the processor runs', () => {
  expect(defaultThreadCount()).toBeGreaterThanOrEqual(1);
  expect(defaultThreadCount()).toBeLessThanOrEqual(os.availableParallelism());
});
