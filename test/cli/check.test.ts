import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-check-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const files = {
  'good.aloud': '---\ncast: { MARA: af_heart }\n---\n\nMARA: Hi.\n\n[sound sounds/there.wav]\n',
  'warning.aloud': 'A line.\r\n\r\nTOM: A </say> b.\r\n',
  'error.aloud': '😀 A [laugther]\n\n[sound gone.wav] [sound ../outside.wav]\n',
  'including.aloud':
    '---\ninclude: [shared.yaml, ../outside.yaml, including.aloud, gone.yaml]\n---\n\nMARA: Hi.\n',
  'shared.yaml': 'cast: { MARA: af_heart }\n',
  'sounds/there.wav': '',
  'evil.aloud': '---\ncast: { MARA: "\\e]0;x\\a" }\n---\n\nMARA: Hi.\n',
  'mark.aloud': '\uFEFFTOM: Hi.\n',
};
mkdirSync(path.join(folder, 'sounds'));
for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
writeFileSync(path.join(folder, 'latin.aloud'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));

async function check(...args: readonly string[]) {
  const paths = args.map((arg) => (arg.startsWith('--') ? arg : path.join(folder, arg)));
  const { exitCode, stdout, stderr, records } = await run(['check', ...paths]);
  const withoutFolder = (text: string): string => text.replaceAll(`${folder}${path.sep}`, '');
  return { exitCode, stdout: withoutFolder(stdout), stderr: withoutFolder(stderr), records };
}

describe('aloud check', () => {
  test.each<readonly [args: readonly string[], exitCode: number, stdout: readonly string[], stderr: string]>([
    [['good.aloud'], 0, [], ''],
    [
      ['warning.aloud'],
      0,
      [
        'warning.aloud:3:1: warning unknown-character: "TOM" is not in the cast, so the narrator reads the line aloud, name and all.',
        'warning.aloud:3:8: warning unexpected-close: Nothing here was opened that </say> could close; nothing is heard of it.',
      ],
      '2 warnings.\n',
    ],
    [
      ['error.aloud', 'good.aloud'],
      1,
      [
        'error.aloud:1:6: error unknown-tag: There is no tag [laugther], and nothing is heard of it. Did you mean laughter? A backslash before it makes it text.',
        'error.aloud:3:8: error missing-file: There is no file "gone.wav", so nothing is heard here; paths count from the script\'s folder.',
        'error.aloud:3:25: error missing-file: There is no file "../outside.wav", so nothing is heard here; paths count from the script\'s folder.',
      ],
      '3 errors.\n',
    ],
    [
      ['including.aloud'],
      1,
      [
        'including.aloud:2:24: error missing-file: "../outside.yaml" is outside of the script\'s workspace and is not read; move it inside.',
        'including.aloud:2:41: error missing-file: "including.aloud" includes itself, directly or by another file; it is read once.',
        'including.aloud:2:58: error missing-file: There is no file "gone.yaml" that can be read, so its cast and its words are missing here.',
      ],
      '3 errors.\n',
    ],
    [
      ['evil.aloud'],
      1,
      ['evil.aloud:2:15: error unknown-voice: There is no voice "\\x1b]0;x\\x07".'],
      '1 error.\n',
    ],
    [
      ['mark.aloud'],
      0,
      [
        'mark.aloud:1:2: warning unknown-character: "TOM" is not in the cast, so the narrator reads the line aloud, name and all.',
      ],
      '1 warning.\n',
    ],
  ])('%j', async (args, exitCode, stdout, stderr) => {
    const result = await check(...args);
    expect(result.stdout.split('\n').filter((line) => line !== '')).toEqual(stdout);
    expect(result).toMatchObject({ exitCode, stderr });
  });

  test('with --strict, warnings fail', async () => {
    expect(await check('--strict', 'warning.aloud')).toMatchObject({ exitCode: 1 });
    expect(await check('--strict', 'good.aloud')).toMatchObject({ exitCode: 0 });
  });

  test('with --json, each file has one object', async () => {
    const { exitCode, records, stderr } = await check(
      '--json',
      'good.aloud',
      'gone.aloud',
      'latin.aloud',
      'mark.aloud',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(records).toMatchObject([
      { ok: true, file: path.join(folder, 'good.aloud'), diagnostics: [] },
      { ok: false, file: path.join(folder, 'gone.aloud'), error: { code: 'fileUnreadable' } },
      { ok: false, file: path.join(folder, 'latin.aloud'), error: { code: 'invalidInput' } },
      {
        ok: true,
        diagnostics: [
          {
            code: 'unknown-character',
            severity: 'warning',
            range: { start: { line: 0, character: 1 }, end: { line: 0, character: 4 } },
          },
        ],
      },
    ]);
  });

  test.each([['gone.aloud'], ['sounds']])('a script that cannot be read fails: %s', async (name) => {
    const { exitCode, stderr } = await check(name, 'warning.aloud');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `error: ${path.join(folder, name)} could not be read`.replace(`${folder}${path.sep}`, ''),
    );
    expect(stderr).toContain('2 warnings.');
  });
});
