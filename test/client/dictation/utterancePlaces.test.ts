import { expect, test } from 'vitest';
import { createUtterancePlaces, type UtterancePlace } from '../../../client/src/dictation/utterancePlaces.ts';

/** @param changed  the places that let nothing go */
function openPlaces(written: readonly UtterancePlace[], changed: readonly UtterancePlace[] = []) {
  const taken: UtterancePlace[] = [];
  const from = (place: UtterancePlace) => () => {
    if (changed.includes(place)) return Promise.resolve(false);
    taken.push(place);
    return Promise.resolve(true);
  };
  const places = createUtterancePlaces({ document: from('document'), clipboard: from('clipboard') });
  for (const place of written) places.wrote(place);
  return { places, taken };
}

test.each<readonly UtterancePlace[][]>([
  [[]],
  [['document', 'document']],
  [['document', 'clipboard']],
  [['document', 'clipboard', 'document']],
])('written to %j: all is taken back, the last one first, and no more', async (written) => {
  const { places, taken } = openPlaces(written);
  let count = 0;
  while (await places.takeBack()) count += 1;
  expect(count).toBe(written.length);
  expect(taken).toEqual(written.toReversed());
});

test('what its place does not let go keeps those before it', async () => {
  const { places, taken } = openPlaces(['clipboard', 'document'], ['document']);
  expect([await places.takeBack(), await places.takeBack()]).toEqual([false, false]);
  expect(taken).toEqual([]);
});
