import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../server/src/daemon/log.ts';
import { createLogFile, type LogFileOptions } from '../../server/src/daemon/logFile.ts';
import { createTestFolder } from './testFolder.ts';

const now = () => new Date('2024-05-06T07:08:09.010Z');

function openLog(options: LogFileOptions) {
  const file = createLogFile({ now, ...options });
  return { file, log: createLog(file.write) };
}

test('a record is one line, whatever is in it', async () => {
  using folder = createTestFolder();
  const logPath = path.join(folder.path, 'new/folder/daemon.log');
  const { file, log } = openLog({ path: logPath });
  log.info('daemon', 'A client has connected', {
    client: 'vim\n\u2028x',
    count: 2,
    isFirst: true,
    none: null,
  });
  log.error('models', 'Two\r\nlines and \u001b[31mcolor');
  log.debug('daemon', 'unheard at this level');
  await file.flush();
  expect(readFileSync(logPath, 'utf8')).toBe(
    '2024-05-06T07:08:09.010Z info daemon A client has connected {"client":"vim\\n\\u2028x","count":2,"isFirst":true,"none":null}\n' +
      '2024-05-06T07:08:09.010Z error models Two\\r\\nlines and \\u001b[31mcolor\n',
  );
  expect(statSync(logPath).mode & 0o777).toBe(0o600);
});

test('full files move on, and the oldest goes', async () => {
  using folder = createTestFolder();
  const logPath = path.join(folder.path, 'daemon.log');
  const { file, log } = openLog({ path: logPath, maxBytes: 500, fileCount: 3 });
  for (let number = 0; number < 40; number++) {
    log.info('daemon', `record ${number}`, { filler: 'x'.repeat(30) });
    await file.flush();
  }
  expect(readdirSync(folder.path).sort()).toEqual(['daemon.log', 'daemon.log.1', 'daemon.log.2']);
  const lines = ['.2', '.1', ''].flatMap((suffix) =>
    readFileSync(logPath + suffix, 'utf8')
      .trim()
      .split('\n'),
  );
  const numbers = lines.map((line) => Number(/record (\d+)/u.exec(line)?.[1]));
  // The newest records, in order, without a gap.
  expect(numbers).toEqual(numbers.map((_, index) => 40 - numbers.length + index));
  expect(numbers.length).toBeGreaterThanOrEqual(10);
  for (const suffix of ['', '.1', '.2']) expect(statSync(logPath + suffix).size).toBeLessThanOrEqual(500);
});

test('what a full disk refuses is counted and told as soon as there is room', async ({ skip }) => {
  skip(!existsSync('/dev/full'), 'This system has no /dev/full.');
  using folder = createTestFolder();
  const target = path.join(folder.path, 'daemon.log');
  symlinkSync('/dev/full', target);
  const { file, log } = openLog({ path: target });
  log.info('daemon', 'one');
  await file.flush();
  log.info('daemon', 'two');
  await file.flush();
  spawnSync('rm', [target]);
  log.info('daemon', 'three');
  await file.flush();
  expect(readFileSync(target, 'utf8').trim().split('\n')).toEqual([
    '2024-05-06T07:08:09.010Z warn daemon 2 lines were lost here',
    '2024-05-06T07:08:09.010Z info daemon three',
  ]);
});

test('half a line that a full disk took does not run into the next one', async ({ skip }) => {
  using folder = createTestFolder();
  const disk = path.join(folder.path, 'disk');
  mkdirSync(disk);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk]);
  skip(status !== 0, 'A small disk can be mounted by root only.');
  try {
    const logPath = path.join(disk, 'daemon.log');
    const { file, log } = openLog({ path: logPath });
    log.info('daemon', 'first');
    await file.flush();
    log.info('daemon', 'x'.repeat(9_000));
    await file.flush();
    const torn = readFileSync(logPath);
    expect(torn.at(-1)).not.toBe(0x0a);
    writeFileSync(logPath, torn.subarray(0, 200));
    log.info('daemon', 'last');
    await file.flush();
    const lines = readFileSync(logPath, 'utf8').trim().split('\n');
    expect(lines.slice(-2)).toEqual([
      '2024-05-06T07:08:09.010Z warn daemon 1 lines were lost here',
      '2024-05-06T07:08:09.010Z info daemon last',
    ]);
  } finally {
    spawnSync('umount', [disk]);
  }
});

test('a folder that cannot be made is survived, and a slow disk costs bounded memory', async () => {
  using folder = createTestFolder();
  writeFileSync(path.join(folder.path, 'file'), '');
  const { file, log } = openLog({ path: path.join(folder.path, 'file/daemon.log'), maxWaitingLines: 10 });
  for (let number = 0; number < 1_000; number++) log.info('daemon', 'lost');
  await file.flush();
  spawnSync('rm', [path.join(folder.path, 'file')]);
  log.info('daemon', 'kept');
  await file.flush();
  expect(readFileSync(path.join(folder.path, 'file/daemon.log'), 'utf8')).toMatch(
    / 1000 lines were lost here\n.* kept\n$/u,
  );
});
