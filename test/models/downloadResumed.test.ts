import { expect, test } from 'vitest';
import { fileWithRanges, status } from './support/testServer.ts';
import { noise } from './support/testTransfer.ts';
import { content, expectWhole, otherContent, run } from './support/downloadCase.ts';

test('what an earlier attempt left is gone on from', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content)],
    part: content.subarray(0, 70_000),
    validator: '"v1"',
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual(['bytes=70000-']);
});

test('a file that changed on the server since then starts anew', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content, { etag: '"v2"' })],
    part: otherContent.subarray(0, 70_000),
    validator: '"v1"',
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual(['bytes=70000-']);
});

test('damaged bytes of an earlier attempt cost one more download, not the source', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content)],
    part: otherContent.subarray(0, 70_000),
    validator: '"v1"',
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual(['bytes=70000-', undefined]);
});

test('a part that is longer than the file is thrown away', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content)],
    part: noise(100_001),
    validator: '"v1"',
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined]);
});

test('a part that is already whole needs no request', async () => {
  const outcome = await run({ behaviors: [status(500)], part: content });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([]);
});
