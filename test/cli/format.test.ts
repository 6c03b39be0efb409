import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-format-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const good = '# One\n\nText.\n';
const bad = '#   One\nText.  ';
const place = (name: string): string => path.join(folder, name);
const read = (name: string): string => readFileSync(place(name), 'utf8');

beforeEach(() => {
  writeFileSync(place('good.aloud'), good);
  writeFileSync(place('bad.aloud'), bad);
});

describe('aloud format', () => {
  test('changes what is not in its usual form, and names it', async () => {
    const result = await run(['format', place('good.aloud'), place('bad.aloud')]);
    expect(result).toMatchObject({ exitCode: 0, stdout: `${place('bad.aloud')}\n`, stderr: '' });
    expect([read('good.aloud'), read('bad.aloud')]).toEqual([good, good]);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('knows the characters of included files', async () => {
    writeFileSync(place('shared.yaml'), 'cast: { Mara: af_heart }\n');
    writeFileSync(place('including.aloud'), '---\ninclude: shared.yaml\n---\n\nMara :Hi.\n');
    await run(['format', place('including.aloud')]);
    expect(read('including.aloud')).toBe('---\ninclude: shared.yaml\n---\n\nMara: Hi.\n');
  });

  test.each([0o600, 0o644, 0o755, 0o666])('keeps the mode %o', async (mode) => {
    chmodSync(place('bad.aloud'), mode);
    await run(['format', place('bad.aloud')]);
    expect(statSync(place('bad.aloud')).mode & 0o777).toBe(mode);
  });

  test('keeps a link, and the byte order mark', async () => {
    writeFileSync(place('target.aloud'), `\uFEFF${bad}`);
    symlinkSync(place('target.aloud'), place('link.aloud'));
    await run(['format', place('link.aloud')]);
    expect(lstatSync(place('link.aloud')).isSymbolicLink()).toBe(true);
    expect(read('target.aloud')).toBe(`\uFEFF${good}`);
  });

  test.each<readonly [args: readonly string[], exitCode: number, stdout: string]>([
    [['--check', place('good.aloud')], 0, ''],
    [['--check', place('bad.aloud'), place('good.aloud')], 1, `${place('bad.aloud')}\n`],
    [['--stdout', place('bad.aloud')], 0, good],
    [['--stdout', place('good.aloud')], 0, good],
    [['--stdout', place('good.aloud'), place('bad.aloud')], 2, ''],
    [['--stdout', '--check', place('good.aloud')], 2, ''],
    [[place('gone.aloud')], 1, ''],
  ])('with %j changes nothing', async (args, exitCode, stdout) => {
    expect(await run(['format', ...args])).toMatchObject({ exitCode, stdout });
    expect([read('good.aloud'), read('bad.aloud')]).toEqual([good, bad]);
  });

  test.each(['notes.md', 'data.json', 'aloud', 'a.aloud.txt', 'link.txt'])(
    'leaves %s alone, which is no script by its name, and goes on',
    async (name) => {
      rmSync(place(name), { force: true });
      if (name === 'link.txt') symlinkSync(place('bad.aloud'), place(name));
      else writeFileSync(place(name), bad);
      for (const option of [[], ['--check'], ['--stdout']]) {
        const result = await run(['format', ...option, place(name)]);
        expect(result).toMatchObject({ exitCode: 1, stdout: '' });
        expect(result.stderr).toContain(`${place(name)} is no script by its name, and is left as it is.`);
      }
      expect(await run(['format', place(name), place('bad.aloud')])).toMatchObject({ exitCode: 1 });
      if (name !== 'link.txt') expect(read(name)).toBe(bad);
      expect(read('bad.aloud')).toBe(good);
    },
  );

  test('formats a script whatever the case of its ending', async () => {
    writeFileSync(place('LOUD.ALOUD'), bad);
    expect(await run(['format', place('LOUD.ALOUD')])).toMatchObject({ exitCode: 0 });
    expect(read('LOUD.ALOUD')).toBe(good);
  });

  test('with --json says what it did', async () => {
    const { records } = await run([
      'format',
      '--json',
      place('good.aloud'),
      place('bad.aloud'),
      place('gone.aloud'),
    ]);
    expect(records).toMatchObject([
      { ok: true, file: place('good.aloud'), changed: false },
      { ok: true, file: place('bad.aloud'), changed: true },
      { ok: false, file: place('gone.aloud'), error: { code: 'fileUnreadable' } },
    ]);
  });
});
