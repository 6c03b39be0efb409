import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPartFile } from '../../server/src/files/partFile.ts';
import {
  fileInChunks,
  fileWithLength,
  fileWithoutRanges,
  fileWithRanges,
  redirect,
  serve,
  silence,
  status,
  type Behavior,
} from './support/testServer.ts';
import { impatientTiming, noise, sha256 } from './support/testTransfer.ts';
import { content, expectBytes, expectWhole, otherContent, run } from './support/downloadCase.ts';

test('a whole file arrives in one request', async () => {
  const outcome = await run({ behaviors: [fileWithRanges(content)] });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined]);
});

test('a connection that drops is asked again from the last byte', async () => {
  const outcome = await run({ behaviors: [fileWithRanges(content, { dropAfterBytes: 40_000 })] });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined, 'bytes=40000-', 'bytes=80000-']);
});

test('a connection that stalls is given up and asked again', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content, { stallAfterBytes: 60_000 }), fileWithRanges(content)],
    transfer: { timing: impatientTiming },
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined, 'bytes=60000-']);
});

test('a server that never answers is given up', async () => {
  const outcome = await run({ behaviors: [silence], transfer: { timing: impatientTiming } });
  expect(outcome.error).toMatchObject({ name: 'SourceFailure', reason: 'network' });
  expect(outcome.ranges).toHaveLength(3);
});

test.each([
  ['too large', content.length + 5_000],
  ['right', content.length],
])('a stated length that is %s does not matter', async (_name, statedBytes) => {
  expectWhole(await run({ behaviors: [fileWithLength(content, statedBytes)] }));
});

test('a stated length that is too small is completed by a range', async () => {
  const outcome = await run({ behaviors: [fileWithLength(content, 30_000), fileWithRanges(content)] });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined, 'bytes=30000-']);
});

test('a file that is longer than it should be is read only as far as it should be', async () => {
  const longer = new Uint8Array([...content, ...noise(50_000)]);
  expectWhole(await run({ behaviors: [fileInChunks(longer)] }));
});

test('a server that ignores ranges starts the file anew', async () => {
  const outcome = await run({
    behaviors: [fileWithoutRanges(content, 50_000), fileWithoutRanges(content)],
  });
  expectWhole(outcome);
});

test('a server that ignores ranges and always drops is given up', async () => {
  const outcome = await run({ behaviors: [fileWithoutRanges(content, 50_000)] });
  expect(outcome.error).toMatchObject({ reason: 'network' });
});

test('a server that answers another range than asked starts the file anew', async () => {
  const wrongRange: Behavior = (_request, response) => {
    response
      .writeHead(206, { 'content-range': `bytes 10-99999/${content.length}` })
      .end(content.subarray(10));
  };
  const outcome = await run({
    behaviors: [fileWithRanges(content, { dropAfterBytes: 40_000 }), wrongRange, fileWithRanges(content)],
  });
  expectWhole(outcome);
  expect(outcome.ranges).toEqual([undefined, 'bytes=40000-', undefined]);
});

test('a busy server is asked again', async () => {
  const outcome = await run({ behaviors: [status(503), status(429), fileWithRanges(content)] });
  expectWhole(outcome);
});

test.each([401, 403, 404, 410])('the answer %i is final', async (code) => {
  const outcome = await run({ behaviors: [status(code)] });
  expect(outcome.error).toMatchObject({
    reason: 'refused',
    message: expect.stringContaining(String(code)) as string,
  });
  expect(outcome.ranges).toHaveLength(1);
});

test('wrong bytes are refused and leave nothing', async () => {
  const outcome = await run({ behaviors: [fileWithRanges(otherContent)] });
  expect(outcome.error).toMatchObject({ reason: 'wrongBytes' });
  expect(outcome.files).toEqual([]);
  expect(outcome.ranges).toHaveLength(1);
});

test("a hub's redirect gives the checksum of a file that the catalogue has none of", async () => {
  await using storage = await serve(fileWithRanges(content));
  const unknown = { expectedBytes: null, expectedHash: null };
  const hub = redirect(storage.url.href, { 'x-linked-etag': `"${sha256(content)}"` });
  expectWhole(await run({ behaviors: [hub], wanted: unknown }));

  const lyingHub = redirect(storage.url.href, { 'x-linked-etag': `"${sha256(otherContent)}"` });
  expect((await run({ behaviors: [lyingHub], wanted: unknown })).error).toMatchObject({
    reason: 'wrongBytes',
  });
});

test('without any word on size and checksum a body that ends in order is the file', async () => {
  const outcome = await run({
    behaviors: [fileInChunks(content)],
    wanted: { expectedBytes: null, expectedHash: null },
  });
  expect(outcome.result).toEqual(expect.objectContaining({ hex: sha256(content), isVerified: false }));
});

test('redirects without end are refused', async () => {
  const outcome = await run({ behaviors: [redirect('/file')] });
  expect(outcome.error).toMatchObject({ reason: 'refused' });
});

test.each(['http://[', 'http://127.0.0.1:99999/', 'file:///etc/hostname', 'javascript:alert(1)'])(
  'a redirect that leads nowhere is refused: %s',
  async (location) => {
    const outcome = await run({ behaviors: [redirect(location)] });
    expect(outcome.error).toMatchObject({ reason: 'refused' });
  },
);

test('a disk that is too small is told beforehand, with the size needed, and the part is kept', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content)],
    part: content.subarray(0, 70_000),
    validator: '"v1"',
    transfer: { freeBytes: () => Promise.resolve(29_999) },
  });
  expect(outcome.error).toMatchObject({
    code: 'diskFull',
    message: expect.stringContaining('1 MB are needed') as string,
  });
  expect(outcome.bytes).toHaveLength(70_000);
});

test('a disk that fills up in the middle is told, and its last bytes are given back', async () => {
  const outcome = await run({
    behaviors: [fileWithRanges(content)],
    transfer: {
      openPartFile: async (path, mode) => {
        const real = await openPartFile(path, mode);
        let writtenBytes = 0;
        return {
          write: async (chunk) => {
            writtenBytes += chunk.length;
            if (writtenBytes > 50_000) {
              throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
            }
            await real.write(chunk);
          },
          close: () => real.close(),
        };
      },
    },
  });
  expect(outcome.error).toMatchObject({ code: 'diskFull' });
  expect(outcome.files).toEqual([]);
});

test('an abort is answered at once, with its reason, and keeps what has arrived', async () => {
  const controller = new AbortController();
  const reason = new Error('the user pressed Ctrl+C');
  let abortedAtMs = 0;
  const outcome = await run({
    behaviors: [fileWithRanges(content, { stallAfterBytes: 30_000 })],
    wanted: {
      onReceived: (receivedBytes) => {
        if (receivedBytes === 30_000) {
          abortedAtMs = performance.now();
          controller.abort(reason);
        }
      },
    },
    transfer: { signal: controller.signal },
  });
  expect(outcome.settledAtMs - abortedAtMs).toBeLessThan(100);
  expect(outcome.error).toBe(reason);
  expectBytes(outcome, content.subarray(0, 30_000));
});

test('whatever the connection does and wherever it was left, the file arrives or a source failure does', async () => {
  const small = noise(5_000);
  const behavior = fc.oneof(
    fc.nat(5_000).map((dropAfterBytes) => fileWithRanges(small, { dropAfterBytes })),
    fc.nat(5_000).map((dropAfterBytes) => fileWithoutRanges(small, dropAfterBytes)),
    fc.nat(6_000).map((statedBytes) => fileWithLength(small, statedBytes)),
    fc.nat(5_000).map((dropAfterBytes) => fileWithRanges(small, { dropAfterBytes, etag: '"other"' })),
    fc.constantFrom(500, 503, 429).map(status),
    fc.constant(fileWithRanges(small)),
  );
  const left = fc.option(
    fc.record({
      size: fc.nat(5_200),
      isDamaged: fc.boolean(),
      validator: fc.constantFrom('"v1"', '"other"'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(behavior, { minLength: 1, maxLength: 6 }),
      left,
      async (behaviors, previous) => {
        const outcome = await run({
          behaviors: [...behaviors, fileWithRanges(small)],
          wanted: { expectedBytes: small.length, expectedHash: { algorithm: 'sha256', hex: sha256(small) } },
          ...(previous === null
            ? {}
            : {
                part: (previous.isDamaged
                  ? noise(5_200, 9)
                  : new Uint8Array([...small, ...noise(200)])
                ).slice(0, previous.size),
                validator: previous.validator,
              }),
        });
        if (outcome.error === undefined) {
          expectBytes(outcome, small);
        } else {
          expect(outcome.error).toMatchObject({ name: 'SourceFailure' });
        }
      },
    ),
    { numRuns: 40 },
  );
});
