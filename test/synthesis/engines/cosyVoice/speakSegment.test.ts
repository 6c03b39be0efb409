import { afterAll, describe, expect, it, test } from 'vitest';
import { joinSamples } from '../../../../server/src/audio/joinSamples.ts';
import type { Flow, FlowRequest } from '../../../../server/src/synthesis/engines/cosyVoice/flow.ts';
import {
  createTokenRows,
  startLanguageModel,
} from '../../../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import {
  speakSegment,
  type CosyVoiceParts,
  type SegmentRequest,
} from '../../../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { silentTokens } from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/silentTokens.ts';
import { startVocoder } from '../../../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import {
  openToyFlow,
  openToyLanguageModel,
  readCosyVoiceToy,
  readToySegment,
  speakToyTokens,
} from '../../../support/cosyVoiceToy.ts';
import { openToyVocoder, readToyNoise } from '../../../support/cosyVoiceToyVocoder.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

describe.skipIf(!hasGolden)('an utterance with the tiny weights', () => {
  const fixture: { ready?: ReturnType<typeof openFixture> } = {};
  const ready = (): ReturnType<typeof openFixture> => (fixture.ready ??= openFixture());

  async function openFixture() {
    const values = readCosyVoiceToy();
    const language = await openToyLanguageModel();
    const flow = await openToyFlow();
    const { sessions, sourceWeights, folder } = await openToyVocoder();
    const noise = readToyNoise();
    const parts: CosyVoiceParts = {
      rows: createTokenRows(language.folder.checkpoint, language.shape),
      flow: flow.flow,
      startLanguageModel: () => startLanguageModel(language.session, language.shape),
      startVocoder: () => startVocoder(sessions, { sourceWeights, noise }),
    };
    const request = readToySegment(values);
    const folders = [language.folder, flow.folder, folder];
    return { values, language, parts, request, folders };
  }

  afterAll(async () => {
    for (const folder of (await ready()).folders) await folder.remove();
  });

  it('sounds as the reference, from the text to the sound', async () => {
    const { language, parts, request, values } = await ready();
    const { tokens } = await speakToyTokens(language, { values, count: 80 });
    expect(tokens).toEqual([...values('tokens')]);
    const mel = await parts.flow.run({ voice: request.voice, tokens, isFinal: true }, never);
    const sound = await parts.startVocoder().push(mel, true, never);
    // The phases sum up what is left of the pitch's error.
    expect(maxDifference(sound, values('audio'))).toBeLessThan(1e-2);
  });

  it('is within the length of its text, and the same from the same seed', async () => {
    const { parts, request } = await ready();
    const [first] = await speak(parts, request);
    const tokenCount = (first?.length ?? 0) / 960;
    expect(tokenCount).toBeGreaterThanOrEqual(2 * request.prefill.spokenTextCount);
    expect(await speak(parts, request)).toEqual([first]);
    expect(await speak(parts, { ...request, seed: 2 })).not.toEqual([first]);
  });

  it('at twice the speed has half the length', async () => {
    const { parts, request } = await ready();
    const [plain] = await speak(parts, request);
    const [fast] = await speak(parts, { ...request, speed: 2 });
    expect((fast?.length ?? 0) / (plain?.length ?? 1)).toBeCloseTo(0.5, 2);
  });

  it.each([1, 1.3])('is the same in pieces and whole, at speed %d', async (speed) => {
    const { parts, request } = await ready();
    const [whole = new Float32Array(0)] = await speak(parts, { ...request, speed });
    const pieces = await speak(parts, { ...request, speed, isStreamed: true });
    expect(pieces.length).toBeGreaterThan(1);
    expect(maxDifference(joinSamples(pieces), whole)).toBeLessThan(1e-4);
  });
});

/** The model says these tokens, whatever it reads; the sound of a token is its number. */
function partsThatSay(
  takes: readonly (readonly number[])[],
  isWhole = false,
): {
  readonly parts: CosyVoiceParts;
  readonly flows: FlowRequest[];
  /** What each take read first: its parts are their numbers. */
  readonly read: number[][];
  readonly openCount: () => number;
} {
  const flows: FlowRequest[] = [];
  const read: number[][] = [];
  let takeIndex = -1;
  let openCount = 0;
  const flow: Flow = {
    remembers: false,
    isWhole,
    run: (request) => {
      flows.push(request);
      const count = request.tokens.length - (request.isFinal ? 0 : 3);
      const frames = Array.from({ length: 2 * count }, (_, frame) => request.tokens[frame >> 1] ?? NaN);
      return Promise.resolve(Float32Array.from(Array.from({ length: 80 }, () => frames).flat()));
    },
  };
  const parts: CosyVoiceParts = {
    rows: {
      text: (ids) => Promise.resolve(Float32Array.from(ids)),
      speech: (ids) => Promise.resolve(Float32Array.from(ids)),
    },
    flow,
    startLanguageModel: () => {
      takeIndex += 1;
      openCount += 1;
      const said = takes[takeIndex] ?? [];
      let at = 0;
      return {
        tokenCount: 0,
        read: (embeds) => {
          if (at === 0) read.push([...embeds]);
          const logits = new Float32Array(6761).fill(-Infinity);
          logits[said[at] ?? 6562] = 0;
          at += 1;
          return Promise.resolve(logits);
        },
        dispose: () => {
          openCount -= 1;
        },
      };
    },
    startVocoder: () => ({
      push: (mel) => Promise.resolve(mel.filter((_, index) => index < mel.length / 80 && index % 2 === 0)),
    }),
  };
  return { parts, flows, read, openCount: () => openCount };
}

const words = Array.from({ length: 60 }, (_, index) => 100 + index);
const plain: SegmentRequest = {
  prefill: { textIds: [1, 2, 3, 4, 5, 6], speechIds: [], spokenTextCount: 6 },
  voice: {
    tokens: Array.from({ length: 30 }, () => 7),
    mel: new Float32Array(60 * 80),
    embedding: new Float32Array(192),
  },
  seed: 1,
  speed: 1,
  isStreamed: true,
};

test('a stream gives every token once, in pieces, with the mask of a stream to its end', async () => {
  const { parts, flows, openCount } = partsThatSay([words]);
  const pieces = await speak(parts, plain);
  expect(pieces.map(({ length }) => length)).toEqual([20, 40]);
  expect(pieces.flatMap((piece) => [...piece])).toEqual(words);
  expect(flows.map(({ tokens, isFinal, chunkFrames }) => [tokens.length, isFinal, chunkFrames])).toEqual([
    [23, false, 50],
    [60, true, 50],
  ]);
  expect(openCount()).toBe(0);
});

test('a whole utterance is one piece, with the same mask', async () => {
  const { parts, flows } = partsThatSay([words]);
  expect(await speak(parts, { ...plain, isStreamed: false })).toEqual([Float32Array.from(words)]);
  expect(flows.map(({ chunkFrames }) => chunkFrames)).toEqual([50]);
});

test('a flow that has no chunks is not streamed', async () => {
  const { parts, flows } = partsThatSay([words], true);
  expect(await speak(parts, plain)).toEqual([Float32Array.from(words)]);
  expect(flows.map(({ chunkFrames }) => chunkFrames)).toEqual([undefined]);
});

test('long silence is cut before the flow', async () => {
  const silence = [...silentTokens];
  const { parts } = partsThatSay([[...words.slice(0, 12), ...silence, ...words.slice(12, 20)]]);
  const [sound] = await speak(parts, { ...plain, isStreamed: false });
  expect([...(sound ?? [])]).toEqual([...words.slice(0, 12), ...silence.slice(0, 5), ...words.slice(12, 20)]);
});

test('a take that collapses is given up for another one', async () => {
  const stuck = [...words.slice(0, 14), ...silentTokens, ...silentTokens, ...silentTokens];
  const { parts, openCount } = partsThatSay([stuck, words]);
  const collapses: string[] = [];
  const sound = await speak(parts, {
    ...plain,
    isStreamed: false,
    onCollapse: (kind) => collapses.push(kind),
  });
  expect(sound).toEqual([Float32Array.from(words)]);
  expect(collapses).toEqual(['silent']);
  expect(openCount()).toBe(0);
});

test('three that collapse are an error', async () => {
  const endless = Array.from({ length: 200 }, (_, index) => 100 + index);
  const { parts } = partsThatSay([endless, endless, endless]);
  await expect(speak(parts, { ...plain, isStreamed: false })).rejects.toMatchObject({ code: 'engineFailed' });
});

test('one that collapses when some of it was heard goes on from there, with another seed', async () => {
  const stuck = [...words.slice(0, 30), ...silentTokens, ...silentTokens, ...silentTokens];
  const { parts, read, openCount } = partsThatSay([stuck, words.slice(40)]);
  const collapses: string[] = [];
  const pieces = await speak(parts, { ...plain, onCollapse: (kind) => collapses.push(kind) });
  // The first 20 were heard, and three more were looked at.
  expect(pieces.flatMap((piece) => [...piece])).toEqual([...words.slice(0, 23), ...words.slice(40)]);
  expect(collapses).toEqual(['silent']);
  expect(read[1]?.slice(-24)).toEqual([6563, ...words.slice(0, 23)]);
  expect(openCount()).toBe(0);
});

test('where all collapse after some was heard, it ends with that', async () => {
  const endless = Array.from({ length: 200 }, (_, index) => 100 + index);
  const { parts } = partsThatSay([endless, endless, endless]);
  const collapses: string[] = [];
  const pieces = await speak(parts, { ...plain, onCollapse: (kind) => collapses.push(kind) });
  expect(pieces.flatMap((piece) => [...piece]).slice(0, 73)).toEqual(endless.slice(0, 73));
  expect(collapses).toEqual(['endless', 'endless', 'endless']);
});

test('a listener who leaves frees the model', async () => {
  const { parts, openCount } = partsThatSay([words]);
  for await (const piece of speakSegment(parts, plain, never)) {
    expect(piece).toHaveLength(20);
    break;
  }
  expect(openCount()).toBe(0);
});

async function speak(parts: CosyVoiceParts, request: SegmentRequest): Promise<Float32Array[]> {
  const pieces: Float32Array[] = [];
  for await (const piece of speakSegment(parts, request, never)) pieces.push(piece);
  return pieces;
}
