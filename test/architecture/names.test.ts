import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const projectFolder = path.resolve(import.meta.dirname, '../..');

const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectFolder,
  encoding: 'utf8',
}).stdout.split('\n');

const sources = files
  .filter((file) => /^(protocol|server|client)\/.*\.ts$/.test(file))
  .map((file) => ({ file, code: readFileSync(path.join(projectFolder, file), 'utf8') }));

describe('names', () => {
  test('there are sources to look at', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  test('a file is named in lowerCamelCase', () => {
    const wrong = sources
      .map(({ file }) => path.basename(file))
      .filter((name) => !/^[a-z][A-Za-z0-9]*(?:\.d)?\.ts$/.test(name));
    expect(wrong).toEqual([]);
  });

  test('no type is called a manager, helper, util or impl, or starts with I', () => {
    const banned = /\b(?:class|interface|type)\s+(?:\w*(?:Manager|Helper|Utils?|Impl)\b|I[A-Z][a-z]\w*)/;
    expect(sources.filter(({ code }) => banned.test(code)).map(({ file }) => file)).toEqual([]);
  });

  test.each([
    ['normalise', 'American spelling: normalize'],
    ['latencySeconds', 'durations are Ms'],
    ['timeoutSecs', 'durations are Ms'],
    ['spectrogram', 'say fbank or mel'],
    ['durationSeconds', 'durations are Ms'],
  ])('no identifier says %s (%s)', (word) => {
    const pattern = new RegExp(`\\b(?:const|let|readonly|function)\\s+\\w*${word}`);
    expect(sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file)).toEqual([]);
  });
});

describe('size', () => {
  test('no file is longer than 600 lines, and few are longer than 400', () => {
    const lengths = sources.map(({ file, code }) => ({ file, lineCount: code.split('\n').length }));
    expect(lengths.filter(({ lineCount }) => lineCount > 600)).toEqual([]);
    expect(lengths.filter(({ lineCount }) => lineCount > 400).length).toBeLessThanOrEqual(5);
  });
});

describe('the repository speaks of the product only', () => {
  test('no registry host, no path of a build machine', () => {
    const hosts = [
      'npm' + 'js.org',
      'deb.' + 'debian.org',
      'py' + 'pi.org',
      '/work' + '/main',
      '/tmp' + '/w/',
    ];
    const wrong = files
      .filter((file) => /\.(ts|mjs|json|md|yml|sh)$|run$/.test(file) && file !== 'package-lock.json')
      .filter((file) =>
        hosts.some((host) => readFileSync(path.join(projectFolder, file), 'utf8').includes(host)),
      );
    expect(wrong).toEqual([]);
  });
});
