import { expect, test } from 'vitest';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import { varyTake } from '../../../../server/src/synthesis/engines/kokoro/takeVariation.ts';

const plain = { text: 'Come in.', voice: 'bf_lily', prosody: neutralProsody, spans: [] };

function vary(takeIndex: number, change: Partial<typeof plain> = {}) {
  const { voice, prosody } = varyTake({ ...plain, ...change, takeIndex });
  return { voice, rate: prosody.rateFactor };
}

test('the first take is what is said without takes', () => {
  expect(varyTake(plain)).toEqual(plain);
  expect(vary(0)).toEqual({ voice: 'bf_lily', rate: 1 });
});

test.each([
  ['slower', 1, { voice: 'bf_lily', rate: 0.9 }],
  ['slower, with half of another voice', 2, { voice: 'bf_lily:0.5+bf_emma:0.5', rate: 0.9 }],
  ['with half of another voice', 3, { voice: 'bf_lily:0.5+bf_emma:0.5', rate: 1 }],
  ['still slower, with half of another voice', 4, { voice: 'bf_lily:0.5+bf_emma:0.5', rate: 0.85 }],
])('a take is said %s', (_name, takeIndex, expected) => {
  expect(vary(takeIndex)).toEqual(expected);
});

test.each([
  ['of a voice that is the clearest, the next one', 'bf_emma', 'bf_emma:0.5+bf_isabella:0.5'],
  ['of a blend too, beside its shares', 'bf_emma:3+am_adam', 'bf_emma:0.375+am_adam:0.125+bf_isabella:0.5'],
  ['of a voice that has none, another rate', 'ff_siwis', 'ff_siwis'],
])('the neighbor %s', (_name, voice, expected) => {
  expect(vary(3, { voice })).toMatchObject({ voice: expected, rate: voice === expected ? 0.96 : 1 });
});

test('ten takes are ten ways, and what is asked of the rate is kept', () => {
  const ways = Array.from({ length: 10 }, (_, takeIndex) => JSON.stringify(vary(takeIndex)));
  expect(new Set(ways).size).toBe(10);
  expect(vary(1, { prosody: { ...neutralProsody, rateFactor: 1.5 } }).rate).toBeCloseTo(1.35, 6);
});
