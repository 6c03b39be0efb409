import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onBrokenOutput } from '../../server/src/cli/onBrokenOutput.ts';
import { textSink } from './support.ts';

/** As a pipe without a reader, or a full disk. */
function broken(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done(Object.assign(new Error('write failed'), { code }));
    },
  });
}

test.each([
  ['EPIPE', 0, ''],
  [
    'ENOSPC',
    3,
    'error: Standard output cannot be written: the disk is full.\n  Free some space, or send it elsewhere.\n',
  ],
])('standard output: %s', async (code, exitCode, told) => {
  const stdout = broken(code);
  const stderr = textSink();
  const exited = new Promise<number>((exit) => {
    onBrokenOutput({ stdout, stderr, exit });
  });
  stdout.write('x');
  expect([await exited, stderr.text()]).toEqual([exitCode, told]);
});

test('standard output that cannot be written is told once, however often it fails meanwhile', async () => {
  const chunks: string[] = [];
  const waiting: (() => void)[] = [];
  const stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      waiting.push(done);
    },
  });
  const stdout = new Writable();
  const exits: number[] = [];
  onBrokenOutput({ stdout, stderr, exit: (code) => exits.push(code) });
  const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
  for (let failures = 0; failures < 3; failures++) stdout.emit('error', full);
  while (waiting.length > 0) {
    waiting.shift()?.();
    await setImmediate();
  }
  expect(exits).toEqual([3]);
  expect(chunks.join('').match(/error:/gu)).toHaveLength(1);
});

test.each([
  ['EPIPE', 0],
  ['ENOSPC', 3],
])('standard error: %s', async (code, exitCode) => {
  const stderr = broken(code);
  const exited = new Promise<number>((exit) => {
    onBrokenOutput({ stdout: textSink(), stderr, exit });
  });
  stderr.write('x');
  expect(await exited).toBe(exitCode);
});
