import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { isSpeechError } from '../../../../protocol/errors.ts';
import { speechTokenIds } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceVersion.ts';
import { findCollapse } from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/collapse.ts';
import {
  generateSpeechTokens,
  type SpeechTake,
} from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/generateSpeechTokens.ts';
import { sampleSpeechToken } from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/sampleSpeechToken.ts';
import { createSilenceFilter } from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/silentTokens.ts';
import { goldenFolder, hasGolden, readNpz } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

interface GoldenDraw {
  readonly scale: number;
  readonly n_candidates: number;
  readonly path: string;
  readonly history: readonly number[];
  readonly u1: number;
  readonly u2: number;
  readonly token: number;
}

const draws = hasGolden
  ? (JSON.parse(
      readFileSync(path.join(goldenFolder, 'cosyvoice/golden_ras.json'), 'utf8'),
    ) as readonly GoldenDraw[])
  : [];

describe.skipIf(!hasGolden)('draws as the reference', () => {
  const logProbabilities = hasGolden
    ? (readNpz(path.join(goldenFolder, 'cosyvoice/golden_ras.npz')).get('logp')?.values ??
      new Float32Array(0))
    : new Float32Array(0);

  it.each(draws.map((draw, index) => ({ ...draw, index })))(
    'token $token of $n_candidates at scale $scale by the $path',
    ({ history, u1, u2, token, index }) => {
      const logits = logProbabilities.subarray(index * 6761, (index + 1) * 6761);
      expect(logits).toHaveLength(6761);
      expect(sampleSpeechToken(logits, history, { first: u1, second: u2 })).toBe(token);
    },
  );
});

/** Four tokens with the probabilities 1/2, 1/4, 1/8, 1/8. */
const logits = Float32Array.of(0, -1, -2, -2).map((value) => value * Math.LN2);

test.each([
  { spoken: [], first: 0.57, second: 0, token: 0, why: 'the first of the nucleus has 4 of its 7 parts' },
  { spoken: [], first: 0.58, second: 0, token: 1, why: 'the second has 2' },
  { spoken: [], first: 0.999, second: 0, token: 2, why: 'the third of equal ones has the last' },
  { spoken: [0], first: 0, second: 0.999, token: 3, why: 'a repeated one is drawn anew from all' },
  { spoken: [0], first: 0, second: 0, token: 1, why: 'and is not itself among them' },
  { spoken: [0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], first: 0, second: 0, token: 0, why: 'ten later it is new' },
])('$why', ({ spoken, first, second, token }) => {
  expect(sampleSpeechToken(logits, spoken, { first, second })).toBe(token);
});

test.each([
  { name: 'one token 24 times', spoken: repeat(7, 24), collapse: undefined },
  { name: 'one token 25 times', spoken: repeat(7, 25), collapse: 'repeated' },
  { name: 'silences', spoken: [7, ...repeat([1, 2], 12), 28], collapse: 'silent' },
  { name: 'silences and a word', spoken: [...repeat([1, 2], 12), 7], collapse: undefined },
  { name: 'no end', spoken: Array.from({ length: 100 }, (_, token) => token), collapse: 'endless' },
])('$name: $collapse', ({ spoken, collapse }) => {
  expect(findCollapse(spoken, 100)).toBe(collapse);
});

test('the flow hears five silent tokens in a row', () => {
  const hears = createSilenceFilter();
  const tokens = [7, ...repeat(1, 4), 2, 2323, 28, 7, ...repeat(55, 5), 55, 8];
  expect(tokens.filter((token) => hears(token))).toEqual([7, 1, 1, 1, 1, 2, 7, ...repeat(55, 5), 8]);
});

describe('a text', () => {
  const ids = speechTokenIds(3);

  it('takes two tokens each at least, whichever id would end it', async () => {
    for (const end of [6561, 6562, 6760]) {
      const tokens = await generateSpeechTokens(
        () => takeOf((spoken) => (spoken.length < 6 ? [end, spoken.length] : [end])),
        { ids, spokenTextCount: 3, seed: 1 },
        never,
      );
      expect(tokens).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('is tried three times, with another seed each', async () => {
    const collapses: string[] = [];
    const seen = new Set<number>();
    const failure = await generateSpeechTokens(
      () =>
        takeOf((spoken) => {
          seen.add(spoken[0] ?? -1);
          return spoken.length === 0 ? Array.from({ length: 6561 }, (_, id) => id) : [spoken.length];
        }),
      { ids, spokenTextCount: 2, seed: 1, onCollapse: (collapse) => collapses.push(collapse) },
      never,
    ).catch((error: unknown) => error);
    expect(isSpeechError(failure, 'engineFailed')).toBe(true);
    expect(collapses).toEqual(['endless', 'endless', 'endless']);
    expect(seen.size).toBe(4);
  });

  it('gives the same tokens from the same seed', async () => {
    const speak = (seed: number): Promise<number[]> =>
      generateSpeechTokens(
        () => takeOf(({ length }) => (length === 8 ? [6562] : Array.from({ length: 6561 }, (_, id) => id))),
        { ids, spokenTextCount: 2, seed },
        never,
      );
    expect(await speak(5)).toEqual(await speak(5));
    expect(await speak(5)).not.toEqual(await speak(6));
  });

  it('stops when it is cancelled, and ends its take', async () => {
    const controller = new AbortController();
    let endCount = 0;
    const speech = generateSpeechTokens(
      async () => ({
        ...(await takeOf((spoken) => {
          if (spoken.length === 3) controller.abort(new Error('enough'));
          return [spoken.length];
        })),
        end: () => (endCount += 1),
      }),
      { ids, spokenTextCount: 20, seed: 1 },
      controller.signal,
    );
    await expect(speech).rejects.toThrow('enough');
    expect(endCount).toBe(1);
  });
});

/** Gives the same logit to the ids and none to the others. */
function takeOf(idsAfter: (spoken: readonly number[]) => readonly number[]): Promise<SpeechTake> {
  const spoken: number[] = [];
  const logitsNow = (): Float32Array => {
    const values = new Float32Array(6761).fill(-Infinity);
    for (const id of idsAfter(spoken)) values[id] = 0;
    return values;
  };
  return Promise.resolve({
    firstLogits: logitsNow(),
    next: (token) => {
      spoken.push(token);
      return Promise.resolve(logitsNow());
    },
    end: () => undefined,
  });
}

function repeat(tokens: number | readonly number[], count: number): number[] {
  return Array.from({ length: count }, () => tokens).flat();
}
