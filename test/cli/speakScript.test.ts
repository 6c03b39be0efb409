import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-script-'));
const out = path.join(folder, 'out.wav');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function speak(source: string, name = 'script.aloud', ...options: string[]) {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  const result = await run(['speak', '--file', file, '--out', out, '--json', ...options]);
  return { ...result, stderr: result.stderr.replaceAll(file, name) };
}

function wordsOf(records: readonly Record<string, unknown>[]): string {
  const words = records[0]?.['words'] as readonly { readonly text: string }[];
  return words.map(({ text }) => text).join(' ');
}

const cast = '---\ncast:\n  MARA: { voice: af_heart }\n  TOM: { voice: af_haert }\n---\n\n';

describe('a script', () => {
  test('is spoken without its markup, and says what its voices cannot do once each', async () => {
    const { exitCode, records, stderr } = await speak(
      `${cast}MARA: (sad) Hello *there*. [laughter]\n\nIt [laughter] rained. <!-- not this -->\n`,
    );
    expect(exitCode, stderr).toBe(0);
    expect(wordsOf(records)).toBe('Hello there It rained');
    expect(records[0]).toMatchObject({
      ok: true,
      out,
      voice: 'af_heart',
      dropped: [
        {
          ability: 'event:laughter',
          voice: 'af_heart',
          range: { start: { line: 6, character: 27 }, end: { line: 6, character: 37 } },
        },
      ],
    });
    expect(stderr).toMatch(/script\.aloud: .*laughter/i);
  });

  test('that has errors is spoken all the same; they are told', async () => {
    const { exitCode, records, stderr } = await speak(`${cast}TOM: So <say rate=warp>be it</say>.\n`);
    expect(exitCode).toBe(0);
    expect(wordsOf(records)).toBe('So be it');
    expect(stderr).toMatch(/script\.aloud:4:\d+: \w+ unknown-voice: .*af_haert/);
    expect(stderr).toMatch(/script\.aloud:7:\d+: \w+ bad-value: .*warp/);
  });

  test.each([
    ['a sound that is missing', '[sound "door.wav"]\n\nHello.\n', 'fileUnreadable', /does not exist/],
    ['a sound elsewhere', '[sound "../../door.wav"]\n\nHello.\n', 'fileUnreadable', /is outside of/],
    ['nothing to say', `${cast}<!-- only this -->\n`, 'invalidInput', /nothing to say/],
  ])('with %s fails before anything is spoken', async (_, source, code, message) => {
    const { exitCode, records } = await speak(source);
    expect(exitCode).toBe(1);
    expect(records).toMatchObject([{ ok: false, error: { code } }]);
    expect(JSON.stringify(records)).toMatch(message);
  });

  test('whose narrator does not exist is not spoken', async () => {
    const { exitCode } = await speak('Hello.\n', 'plain.aloud', '--voice', 'nobody');
    expect(exitCode).toBe(2);
  });
});

describe('Markdown', () => {
  test('is spoken without its markup', async () => {
    const { exitCode, records, stderr } = await speak(
      '# Title\n\nSome **bold** [link](https://x.y).\n',
      'a.md',
    );
    expect(exitCode, stderr).toBe(0);
    expect(wordsOf(records)).toBe('Title Some bold link');
  });
});
