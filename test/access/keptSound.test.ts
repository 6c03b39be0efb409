import { expect, test } from 'vitest';
import { soundKey } from '../../server/src/access/keptSound.ts';

const request = { text: 'Come in.', voice: 'bf_emma' };
const origin = { version: '1', models: ['kokoro-82m'], provider: 'cpu', takes: null } as const;

test('the same request has the same key, that of a file', () => {
  expect(soundKey({ ...request }, { ...origin })).toBe(soundKey(request, origin));
  expect(soundKey(request, origin)).toMatch(/^[0-9a-f]{64}$/u);
});

test.each([
  ['text', { ...request, text: 'Come in!' }, origin],
  ['voice', { ...request, voice: 'af_sky' }, origin],
  ['prosody', { ...request, prosody: { rateFactor: 0.9 } }, origin],
  ['version', request, { ...origin, version: '2' }],
  ['model', request, { ...origin, models: ['kokoro-83m'] }],
  ['provider', request, { ...origin, provider: 'webgpu' as const }],
  ['number of takes', request, { ...origin, takes: { count: 3, ear: 'moonshine' } }],
])('another %s has another key', (_name, other, from) => {
  expect(soundKey(other, from)).not.toBe(soundKey(request, origin));
});

test('takes that another engine hears have another key', () => {
  const heardBy = (ear: string) => soundKey(request, { ...origin, takes: { count: 3, ear } });
  expect(heardBy('moonshine')).not.toBe(heardBy('whisper-base'));
});
