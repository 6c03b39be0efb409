import { expect, test } from 'vitest';
import { SpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';
import { openEspeakPhonemizer } from '../../../server/src/synthesis/phonemes/openEspeakPhonemizer.ts';

const signal = new AbortController().signal;

function storeWith(code: SpeechErrorCode) {
  return { open: () => Promise.reject(new SpeechError(code, { message: 'x', hint: 'y' })) };
}

test.each(['modelNotInstalled', 'modelCorrupt'] as const)(
  '%s: there are no further languages',
  async (code) => {
    expect((await openEspeakPhonemizer(storeWith(code), '', signal)).languages).toEqual([]);
  },
);

test('other failures are told', async () => {
  await expect(openEspeakPhonemizer(storeWith('fileUnreadable'), '', signal)).rejects.toMatchObject({
    code: 'fileUnreadable',
  });
});
