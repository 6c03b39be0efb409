import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findEspeak } from '../../../server/src/synthesis/phonemes/espeakProgram.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'aloud-espeak-'));

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A component like the real one: a compiled command line with a file system, that shouts what it reads. */
const component = `
export default async function create({ arguments: options, preRun }) {
  const files = new Map();
  const FS = { writeFile: (name, bytes) => files.set(name, bytes), readFile: (name) => files.get(name) };
  for (const step of preRun) step({ FS });
  const voice = options[options.indexOf('-v') + 1];
  if (voice === 'broken') throw new Error('no such voice');
  if (voice === 'slow') await new Promise((resolve) => setTimeout(resolve, 8000));
  const text = new TextDecoder().decode(files.get(options[options.indexOf('-f') + 1]));
  files.set(options[options.indexOf('--phonout') + 1], new TextEncoder().encode(voice + ' ' + text.toUpperCase()));
  return { FS };
}
`;

test('nothing is found where nothing is', async () => {
  expect(await findEspeak({ componentFolder: folder, searchPath: folder })).toBeUndefined();
});

describe('the component', () => {
  const signal = new AbortController().signal;

  beforeAll(async () => {
    await writeFile(path.join(folder, 'espeak-ng.mjs'), component);
  });

  test('reads the text and writes the phonemes', async () => {
    const espeak = await findEspeak({ componentFolder: folder, searchPath: '' });
    expect(await espeak?.('año', 'es', signal)).toBe('es AÑO');
  });

  test('fails as engineFailed, with what it said as the cause', async () => {
    const espeak = await findEspeak({ componentFolder: folder, searchPath: '' });
    await expect(espeak?.('x', 'broken', signal)).rejects.toMatchObject({
      code: 'engineFailed',
      cause: { message: expect.stringContaining('no such voice') as string },
    });
  });

  test('an abort ends it at once with its reason', async () => {
    const espeak = await findEspeak({ componentFolder: folder, searchPath: '' });
    const controller = new AbortController();
    const answer = espeak?.('x', 'slow', controller.signal);
    setTimeout(() => {
      controller.abort(new Error('stop'));
    }, 200);
    await expect(answer).rejects.toThrow('stop');
  });
});

test.skipIf(process.platform === 'win32')('a program on the PATH is run with fixed arguments', async () => {
  const bin = await mkdtemp(path.join(folder, 'bin-'));
  await writeFile(path.join(bin, 'espeak-ng'), '#!/bin/sh\nprintf "%s " "$@"\ncat\n');
  await chmod(path.join(bin, 'espeak-ng'), 0o755);
  const espeak = await findEspeak({ searchPath: `relative${path.delimiter}${bin}` });
  expect(await espeak?.('hola', 'es', new AbortController().signal)).toBe(
    '-q --ipa --tie=^ -b 1 -v es --stdin hola',
  );
});
