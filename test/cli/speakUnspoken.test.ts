import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { SynthesisRequest } from '../../protocol/synthesis.ts';
import type { Services } from '../../server/src/services.ts';
import { kokoroAbilities } from '../../server/src/synthesis/engines/kokoro/kokoroAbilities.ts';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-unspoken-'));
const out = path.join(folder, 'out.wav');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const cast = '---\ncast:\n  MARA: { voice: af_heart }\n  TOM: { voice: af_haert }\n---\n\n';

describe('a language that is not spoken', () => {
  const refusal = new SpeechError('languageUnsupported', { message: 'Not Elvish.', hint: 'Try English.' });
  const services: Partial<Services> = {
    openSynthesis: () => Promise.reject(new Error('An engine was loaded.')),
    findUnspoken: (requests) => {
      const request = requests.find(({ language }) => language === 'sjn');
      return Promise.resolve(request === undefined ? null : { request, refusal });
    },
  };

  test('is refused before anything is loaded', async () => {
    const { exitCode, stderr } = await run(['speak', 'Mellon.', '--language', 'sjn', '--out', out], {
      services,
    });
    expect([exitCode, stderr]).toEqual([1, 'error: Not Elvish.\n  Try English.\n']);
  });

  test.each([
    ['a text', ['Mellon.', '--language', 'sjn']],
    ['a script', ['--file', path.join(folder, 'elvish.aloud')]],
  ])('is refused before a model is offered, a place is looked at or a speaker: %s', async (_, args) => {
    writeFileSync(path.join(folder, 'elvish.aloud'), '<say language=sjn>Mellon</say>.\n');
    const offered: Partial<Services> = {
      ...services,
      synthesisModels: () => {
        throw new Error('A model was offered.');
      },
    };
    for (const more of [['--out', out], ['--out', path.join(folder, 'none', 'out.wav')], []]) {
      const { exitCode, stderr } = await run(['speak', ...args, ...more], { services: offered });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Not Elvish.\n  Try English.\n')]);
    }
  });

  test('is judged as it would be asked for: given phonemes are kept', async () => {
    const file = path.join(folder, 'said.aloud');
    writeFileSync(file, '---\nlexicon: { 東京: { ipa: toʊkjoʊ } }\n---\n\nThey say 東京 to me.\n');
    const asked: SynthesisRequest[] = [];
    const { records } = await run(['speak', '--file', file, '--out', out, '--json'], {
      services: {
        voiceAbilities: () => kokoroAbilities,
        findUnspoken(requests) {
          asked.push(...requests);
          const [request] = requests;
          const lacking = new SpeechError('languageUnsupported', { message: 'No.', hint: 'Get it.' });
          return Promise.resolve(request === undefined ? null : { request, refusal: lacking });
        },
      },
    });
    expect(asked).toMatchObject([{ spans: [{ startOffset: 9, endOffset: 11, phonemes: 'toʊkjoʊ' }] }]);
    expect(records).toMatchObject([{ ok: false, error: { code: 'languageUnsupported' } }]);
  });

  test('is refused with the line of a script', async () => {
    const file = path.join(folder, 'elves.aloud');
    writeFileSync(file, `${cast}MARA: Hello.\n\nMARA: Say <say language=sjn>mellon</say>.\n`);
    const { exitCode, stderr } = await run(['speak', '--file', file, '--out', out], { services });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`error: ${file}:9:29: Not Elvish.\n  Try English.\n`);
  });
});
