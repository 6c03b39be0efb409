import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowRequest, FlowVoice } from '../../../../server/src/synthesis/engines/cosyVoice/flow.ts';
import type { MemoryType } from '../../../../server/src/synthesis/engines/cosyVoice/graph/estimatorNames.ts';
import { openToyFlow, readCosyVoiceToy, readToyVoice, type ToyFlow } from '../../../support/cosyVoiceToy.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const chunkFrames = 50;
const stepCount = 10;
/** Of the tiny model in floats: 64 channels, two blocks, keys and values, two sounds, ten steps. */
const frameBytes = 64 * 2 * 2 * 2 * stepCount * 4;

/** The clip has 30 tokens, 60 frames. */
describe.skipIf(!hasGolden)('what the flow remembers of the tiny weights', () => {
  const opened: ToyFlow[] = [];
  const values = hasGolden ? readCosyVoiceToy() : () => new Float32Array(0);
  const voice: FlowVoice = readToyVoice(values);
  const tokens = [...values('tokens')];
  const others = tokens.map((token) => (token + 1) % 6561);
  const plain: { flow?: ToyFlow } = {};

  beforeAll(async () => {
    plain.flow = await openFlow();
  });

  afterAll(async () => {
    for (const { folder } of opened) await folder.remove();
  });

  async function openFlow(type?: MemoryType, byteLimit = 1000 * frameBytes): Promise<ToyFlow> {
    const made = await openToyFlow({}, type && { type, byteLimit });
    opened.push(made);
    return made;
  }

  const piece = (count: number, from: readonly number[] = tokens): FlowRequest => ({
    voice,
    tokens: from.slice(0, count),
    isFinal: count === from.length,
    chunkFrames,
  });

  /** The greatest difference to computing all anew, and how many frames were computed. */
  async function compare(
    { flow, runs }: ToyFlow,
    request: FlowRequest,
  ): Promise<{ difference: number; computed: number }> {
    const runsBefore = runs.length;
    const mel = await flow.run(request, never);
    const added = runs.slice(runsBefore);
    const frameSteps = added.reduce((sum, run) => sum + run.frameCount - run.contextCount, 0);
    const expected = (await plain.flow?.flow.run(request, never)) ?? new Float32Array(0);
    expect(mel).toHaveLength(expected.length);
    return {
      difference: maxDifference(mel, expected),
      computed: frameSteps / stepCount,
    };
  }

  it.each<[string, readonly (FlowRequest & { readonly computed: number })[]]>([
    [
      'a stream computes each chunk once',
      [
        { ...piece(23), computed: 100 },
        { ...piece(48), computed: 50 },
        { ...piece(73), computed: 50 },
        { ...piece(80), computed: 20 },
      ],
    ],
    [
      'the clip is computed once for all that is spoken in its voice, in whole chunks',
      [
        { ...piece(80), computed: 220 },
        { ...piece(80, others), computed: 170 },
        { ...piece(40, others.slice(0, 40)), computed: 90 },
      ],
    ],
    [
      'a stream that becomes another one is computed from there on, as far back as that is looked ahead to',
      [
        { ...piece(73), computed: 200 },
        { ...piece(80, [...tokens.slice(0, 21), ...others.slice(21)]), computed: 170 },
      ],
    ],
    [
      'another voice is computed anew',
      [
        { ...piece(23), computed: 100 },
        { ...piece(23), voice: { ...voice, mel: voice.mel.map((value) => value / 2) }, computed: 100 },
      ],
    ],
    [
      'other chunks are computed anew',
      [
        { ...piece(23), computed: 100 },
        { ...piece(23), chunkFrames: 20, computed: 100 },
      ],
    ],
  ])('%s', async (_, requests) => {
    const flow = await openFlow('float32');
    for (const { computed, ...request } of requests) {
      const found = await compare(flow, request);
      expect(found.difference).toBeLessThan(1e-5);
      expect(found.computed).toBe(computed);
    }
  });

  it('is equal to the stream of the reference', async () => {
    const { flow } = await openFlow('float32');
    await flow.run(piece(23), never);
    await flow.run(piece(73), never);
    expect(maxDifference(await flow.run(piece(80), never), values('mel_stream_mask'))).toBeLessThan(1e-4);
  });

  it('takes no more memory than it may: what comes after is computed again', async () => {
    const flow = await openFlow('float32', 60 * frameBytes);
    expect((await compare(flow, piece(48))).computed).toBe(150);
    const again = await compare(flow, piece(73));
    expect(again.computed).toBe(150);
    expect(again.difference).toBeLessThan(1e-5);
  });

  it('is of use in floats of 16 bits, where a thousandth is no matter', async () => {
    const flow = await openFlow('float16');
    await compare(flow, piece(73));
    const { difference, computed } = await compare(flow, piece(80));
    expect(computed).toBe(20);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(2e-3);
  });

  it('the first utterance of a voice sounds as each later one', async () => {
    const { flow } = await openFlow('float16');
    const first = await flow.run(piece(80), never);
    await flow.run(piece(80, others), never);
    expect(maxDifference(await flow.run(piece(80), never), first)).toBe(0);
  });

  it('what is all known is the same, and not computed again', async () => {
    const { flow, runs } = await openFlow('float16');
    const first = await flow.run(piece(23), never);
    await flow.run(piece(48), never);
    const runCount = runs.length;
    expect(maxDifference(await flow.run(piece(23), never), first)).toBe(0);
    expect(runs).toHaveLength(runCount);
  });

  it('what is no stream sounds alike to the last bit after a stream of the same', async () => {
    const { flow, runs } = await openFlow('float16');
    const whole = { ...piece(80), isWhole: true };
    await flow.run(whole, never);
    const before = await flow.run(whole, never);
    await flow.run(piece(48), never);
    const runsBefore = runs.length;
    expect(await flow.run(whole, never)).toEqual(before);
    expect(runs[runsBefore]).toEqual({ frameCount: 220, contextCount: 50 });
  });

  it('an utterance that sees itself whole needs none', async () => {
    const { flow } = await openFlow('float32');
    await flow.run(piece(23), never);
    const mel = await flow.run({ voice, tokens, isFinal: true }, never);
    expect(maxDifference(mel, values('mel_offline'))).toBeLessThan(1e-4);
  });

  it('two at once are both right', async () => {
    const flow = await openFlow('float32');
    await flow.flow.run(piece(23), never);
    const both = await Promise.all([
      flow.flow.run(piece(80), never),
      flow.flow.run(piece(80, others), never),
    ]);
    const expected = await plain.flow?.flow.run(piece(80, others), never);
    expect(maxDifference(both[0], values('mel_stream_mask'))).toBeLessThan(1e-4);
    expect(maxDifference(both[1], expected ?? new Float32Array(0))).toBeLessThan(1e-5);
  });

  it('one that was aborted leaves what was known', async () => {
    const flow = await openFlow('float32');
    await flow.flow.run(piece(23), never);
    const controller = new AbortController();
    const running = flow.flow.run(piece(73), controller.signal);
    await Promise.resolve();
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    const { difference, computed } = await compare(flow, piece(73));
    expect(difference).toBeLessThan(1e-5);
    expect(computed).toBe(100);
  });
});
