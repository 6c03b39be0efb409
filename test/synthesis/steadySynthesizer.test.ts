import { expect, test } from 'vitest';
import { neutralProsody } from '../../protocol/prosody.ts';
import { createSteadySynthesizer } from '../../server/src/synthesis/steadySynthesizer.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { never } from '../support/never.ts';
import { createFakeSynthesizer } from './fakeSynthesizer.ts';

/** About four seconds, which are expected to be five. */
const request = {
  text: 'This text is just about as long as a speaker would be speaking for four seconds.',
  voice: 'v',
  prosody: neutralProsody,
  spans: [],
};

/** Tells pieces of so many seconds; each takes `slowness` times as long as it lasts. @returns what is told, and when */
async function hear(pieces: readonly number[], slowness: number) {
  let nowMs = 0;
  const told: (readonly [atMs: number, seconds: number])[] = [];
  const engine: Synthesizer = {
    ...createFakeSynthesizer(),
    synthesize: (_request, _signal, onSound) => {
      for (const seconds of pieces.slice(0, -1)) {
        nowMs += 1000 * slowness * seconds;
        onSound?.(new Float32Array(24_000 * seconds));
      }
      nowMs += 1000 * slowness * (pieces.at(-1) ?? 0);
      return Promise.resolve({ samples: new Float32Array(24_000 * (pieces.at(-1) ?? 0)), words: [] });
    },
  };
  const steady = createSteadySynthesizer(engine, () => nowMs);
  const { samples } = await steady.synthesize(request, never, (piece) => {
    told.push([Math.round(nowMs), piece.length / 24_000]);
  });
  return { told, rest: samples.length / 24_000 };
}

const pieces = [0.5, 1, 1, 1, 0.5];

test.each([
  {
    slowness: 0.25,
    told: [
      [125, 0.5],
      [375, 1],
      [625, 1],
      [875, 1],
    ],
    rest: 0.5,
  },
  // In time for the rest: 2.5 s last until the other half is there.
  {
    slowness: 1,
    told: [
      [2500, 0.5],
      [2500, 1],
      [2500, 1],
      [3500, 1],
    ],
    rest: 0.5,
  },
  { slowness: 4, told: [], rest: 4 },
])(
  'a synthesizer that takes $slowness of the sound is heard where it lasts',
  async ({ slowness, told, rest }) => {
    expect(await hear(pieces, slowness)).toEqual({ told, rest });
  },
);

test('nothing is told where nobody waits', async () => {
  const steady = createSteadySynthesizer(createFakeSynthesizer({ pieceMs: 100 }), () => 0);
  const whole = await createFakeSynthesizer().synthesize(request, never);
  expect(await steady.synthesize(request, never)).toEqual(whole);
});
