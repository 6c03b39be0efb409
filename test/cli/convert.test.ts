import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-convert-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const ssml = '<speak xml:lang="en">\n<p>A <emphasis level="none">calm</emphasis> sea.</p></speak>\n';
const script = '---\ncast: { MARA: af_heart }\n---\n\nMARA: (sad) Was it *you*?\n';

describe('what a file is, is told by its name', () => {
  test.each([
    ['a.ssml', ssml, 'script', '---\nlanguage: en\n---\n\nA calm sea.\n'],
    ['a.XML', ssml, 'text', 'A calm sea.\n'],
    ['a.smd', 'A ++calm++ sea [1s] lay.', 'script', 'A **calm** sea [pause 1s] lay.\n'],
    ['a.fountain', 'TOM\n(beat)\nYes.', 'script', '---\ncast:\n  TOM: {}\n---\n\nTOM: [pause 1s] Yes.\n'],
    ['a.md', '# One\n\nTwo *three*.', 'text', 'One\n\nTwo three.\n'],
    ['a.md', '# One\n\nTwo *three*.', 'script', /\n---\n\n# One\n\nTwo \*three\*\.\n$/],
    [
      'a.txt',
      'One.\n\nTwo.',
      'ssml',
      /<p>One\.<\/p>\n.*<break time="\d+ms" aloud:reason="paragraph"\/>\n {2}<p>Two\.<\/p>/,
    ],
    ['a.aloud', script, 'text', 'Was it you?\n'],
    ['a.aloud', script, 'ssml', /<p aloud:speaker="MARA"><voice name="af_heart"/],
  ] as const)('%s: %j to %s', async (name, text, to, expected) => {
    const result = await run(['convert', file(name, text), '--to', to]);
    expect(result.exitCode).toBe(0);
    if (typeof expected === 'string') expect(result.stdout).toBe(expected);
    else expect(result.stdout).toMatch(expected);
  });

  test('or by --from', async () => {
    const options = { input: 'A +calm+ sea.' };
    const result = await run(['convert', '-', '--from', 'speechmarkdown', '--to', 'script'], options);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'A *calm* sea.\n' });
  });
});

test('what was left out is told with its line and column', async () => {
  const input = file('notes.ssml', ssml);
  const told = 'A script cannot ask for no emphasis at all; only what is inside was kept.';
  expect((await run(['convert', input, '--to', 'script'])).stderr).toBe(`${input}:2:6: ${told}\n`);
  const { records, stderr } = await run(['convert', input, '--to', 'script', '--json']);
  expect(stderr).toBe('');
  expect(records).toEqual([
    {
      ok: true,
      file: input,
      from: 'ssml',
      to: 'script',
      out: null,
      text: '---\nlanguage: en\n---\n\nA calm sea.\n',
      notes: [
        { message: told, range: { start: { line: 1, character: 5 }, end: { line: 1, character: 28 } } },
      ],
    },
  ]);
});

test('a file is written as a whole, new or over another', async () => {
  const input = file('out.smd', 'Hello.');
  const out = path.join(folder, 'out.aloud');
  for (const text of ['Hello.', 'Goodbye.']) {
    writeFileSync(input, text);
    const result = await run(['convert', input, '--to', 'script', '--out', out]);
    expect(result).toMatchObject({ exitCode: 0, stdout: `${out}\n`, stderr: '' });
    expect(readFileSync(out, 'utf8')).toBe(`${text}\n`);
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

describe('what cannot be', () => {
  test.each([
    ['a.ssml', '<speak>\n <p>a</speak>', [], 1, /a\.ssml could not be converted\. Line 2, column 6: /],
    ['a.ssml', '<html>a</html>', [], 1, /This is <html>, and SSML begins with <speak>/],
    ['a.xyz', 'a', [], 2, /Nothing says what .*a\.xyz is.*--from/s],
    ['a.aloud', 'a', ['--to', 'script'], 2, /is in the format script already/],
    ['a.smd', '', [], 1, /is empty/],
    ['a.smd', 'a', ['--to', 'pdf'], 2, /--to.*script, ssml, text/s],
    ['a.smd', 'a', ['--from', 'pdf'], 2, /--from.*fountain/s],
    [
      'a.smd',
      'a',
      ['--out', path.join(folder, 'none', 'x')],
      3,
      /cannot be written: its folder does not exist/,
    ],
  ])('%s: %j %j', async (name, text, args, exitCode, message) => {
    const result = await run(['convert', file(name, text), '--to', 'script', ...args]);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  test('the input is never overwritten, by no name', async () => {
    const input = file('same.smd', 'Hello.');
    const link = path.join(folder, 'link.aloud');
    symlinkSync(input, link);
    for (const out of [input, path.join(folder, '.', 'same.smd'), link]) {
      const result = await run(['convert', input, '--to', 'script', '--out', out]);
      expect(result).toMatchObject({ exitCode: 2 });
      expect(result.stderr).toMatch(/--out names the file that is converted/);
      expect(readFileSync(input, 'utf8')).toBe('Hello.');
    }
  });
});
