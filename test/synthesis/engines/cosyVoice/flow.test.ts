import { afterAll, describe, expect, test } from 'vitest';
import { readEstimatorShape } from '../../../../server/src/synthesis/engines/cosyVoice/graph/estimatorShape.ts';
import { openToyFlow, readCosyVoiceToy, readToyVoice, type ToyFlow } from '../../../support/cosyVoiceToy.ts';
import { inWholeChunks, type FlowVoice } from '../../../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';

const never = new AbortController().signal;
const bandCount = 80;

interface Fixture extends ToyFlow {
  readonly voice: FlowVoice;
  readonly tokens: readonly number[];
  readonly values: (name: string) => Float32Array;
}

describe.skipIf(!hasGolden)('the flow with the tiny weights', () => {
  const fixture: { ready?: Promise<Fixture> } = {};
  const ready = (): Promise<Fixture> => (fixture.ready ??= openFixture());

  async function openFixture(): Promise<Fixture> {
    const values = readCosyVoiceToy();
    const toy = await openToyFlow();
    return { ...toy, values, voice: readToyVoice(values), tokens: [...values('tokens')] };
  }

  afterAll(async () => {
    await (await ready()).folder.remove();
  });

  test('has the shape of its checkpoint', async () => {
    const { folder } = await ready();
    expect(readEstimatorShape(folder.checkpoint)).toEqual({
      width: 64,
      blockCount: 2,
      headCount: 2,
      headWidth: 32,
      hiddenWidth: 128,
    });
  });

  test.each([
    ['mel_offline', {}],
    ['mel_stream_mask', { chunkFrames: 50 }],
  ])('makes the spectrogram %s of the reference', async (name, options) => {
    const { flow, voice, tokens, values } = await ready();
    const mel = await flow.run({ voice, tokens, isFinal: true, ...options }, never);
    expect(maxDifference(mel, values(name))).toBeLessThan(1e-4);
  });

  test('makes the first frames of a stream as soon as their tokens are there', async () => {
    const { flow, voice, tokens, values } = await ready();
    const request = { voice, tokens: tokens.slice(0, 48), isFinal: false, chunkFrames: 50 };
    const mel = await flow.run(request, never);
    expect(mel).toHaveLength(bandCount * 90);
    expect(maxDifference(mel, firstFrames(values('stream_mel'), 90))).toBeLessThan(1e-4);
  });

  test('takes no further step when it is aborted, and no more than five minutes', async () => {
    const { flow, voice, tokens } = await ready();
    const request = { voice, tokens, isFinal: true };
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(flow.run(request, aborted)).rejects.toThrow('enough');
    const long = Array.from({ length: 7500 }, () => 1);
    await expect(flow.run({ ...request, tokens: long }, never)).rejects.toMatchObject({
      code: 'inputTooLong',
    });
  });
});

test.each([
  { count: 30, stays: 30, why: 'a short clip stays whole' },
  { count: 99, stays: 78, why: 'of a longer one stay whole chunks of 25 tokens, and three' },
  { count: 78, stays: 78, why: 'one of whole chunks stays' },
  { count: 97, stays: 78, why: 'three seconds are enough' },
  { count: 77, stays: 77, why: 'and less is not' },
])('$why', ({ count, stays }) => {
  const tokens = Array.from({ length: count }, (_, token) => token);
  const mel = Float32Array.from({ length: 2 * count * bandCount }, (_, index) =>
    Math.floor(index / 2 / bandCount),
  );
  const kept = inWholeChunks({ tokens, mel, embedding: new Float32Array(192) }, 50);
  expect(kept.tokens).toEqual(tokens.slice(count - stays));
  expect(kept.mel).toHaveLength(2 * stays * bandCount);
  expect(kept.mel[0]).toBe(count - stays);
});

function firstFrames(mel: Float32Array, count: number): Float32Array {
  const frameCount = mel.length / bandCount;
  return mel.filter((_, index) => index % frameCount < count);
}
