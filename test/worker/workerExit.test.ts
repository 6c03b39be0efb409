import { expect, test } from 'vitest';
import { WorkerDeath, type WorkerExit } from '../../server/src/worker/workerExit.ts';

const exit: WorkerExit = { code: null, signal: null, errorOutput: '', sawMemoryKill: false };

test.each<[name: string, exit: Partial<WorkerExit>, code: string, reason: string]>([
  ['an exit', { code: 3 }, 'engineFailed', '(exit code 3)'],
  ['a crash', { signal: 'SIGSEGV' }, 'engineFailed', '(SIGSEGV)'],
  ['an abort', { signal: 'SIGABRT', errorOutput: 'terminate called' }, 'engineFailed', '(SIGABRT)'],
  [
    'a full heap',
    { signal: 'SIGABRT', errorOutput: 'FATAL ERROR: Reached heap limit - JavaScript heap out of memory' },
    'outOfMemory',
    '(SIGABRT)',
  ],
  [
    'an allocation that fails in native code',
    { signal: 'SIGABRT', errorOutput: "terminate called after throwing an instance of 'std::bad_alloc'" },
    'outOfMemory',
    '(SIGABRT)',
  ],
  ['a kill by hand', { signal: 'SIGKILL' }, 'engineFailed', '(SIGKILL)'],
  ['a kill for want of memory', { signal: 'SIGKILL', sawMemoryKill: true }, 'outOfMemory', '(SIGKILL)'],
  ['another death beside a kill of another process', { code: 1, sawMemoryKill: true }, 'engineFailed', '1)'],
  ['no start', { errorOutput: 'spawn ENOENT' }, 'engineFailed', '(it could not be started)'],
])('%s', (_name, part, code, reason) => {
  const death = new WorkerDeath({ ...exit, ...part });
  expect(death.code).toBe(code);
  expect(death.message).toContain(reason);
});
