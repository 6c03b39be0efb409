import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { speechTokenIds } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceVersion.ts';
import {
  findCollapse,
  type Collapse,
} from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/collapse.ts';
import {
  generateSpeechTokens,
  seedOfTake,
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

test('a repeated token stays where there is no other', () => {
  const only = Float32Array.of(-Infinity, 0, -Infinity);
  expect(sampleSpeechToken(only, [1], { first: 0.5, second: 0.5 })).toBe(1);
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

describe('a take', () => {
  const ids = speechTokenIds(3);
  const draw = async (
    idsAfter: (spoken: readonly number[]) => readonly number[],
    { spokenTextCount = 3, seed = 1, signal = never } = {},
  ): Promise<{ readonly tokens: number[]; readonly collapse: Collapse | undefined }> => {
    const generator = generateSpeechTokens(takeOf(idsAfter), { ids, spokenTextCount, seed }, signal);
    const tokens: number[] = [];
    for (;;) {
      const { value, done } = await generator.next();
      if (done === true) return { tokens, collapse: value };
      tokens.push(value);
    }
  };

  it.each([6561, 6562, 6760])(
    'has two tokens of each of the text at least, though %i would end it',
    async (end) => {
      const { tokens, collapse } = await draw(({ length }) => (length < 6 ? [end, length] : [end]));
      expect(tokens).toEqual([0, 1, 2, 3, 4, 5]);
      expect(collapse).toBeUndefined();
    },
  );

  it('has twenty at most', async () => {
    const { tokens, collapse } = await draw(({ length }) => [length]);
    expect(tokens).toHaveLength(60);
    expect(collapse).toBe('endless');
  });

  it('of no text has none', async () => {
    expect(await draw(() => [1], { spokenTextCount: 0 })).toEqual({ tokens: [], collapse: undefined });
  });

  it('gives the same tokens from the same seed', async () => {
    const speak = (seed: number): Promise<unknown> =>
      draw(({ length }) => (length === 8 ? [6562] : Array.from({ length: 6561 }, (_, id) => id)), { seed });
    expect(await speak(5)).toEqual(await speak(5));
    expect(await speak(5)).not.toEqual(await speak(6));
    expect(await speak(seedOfTake(5, 0))).toEqual(await speak(5));
    expect(await speak(seedOfTake(5, 1))).not.toEqual(await speak(5));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const drawing = draw(
      ({ length }) => {
        if (length === 3) controller.abort(new Error('enough'));
        return [length];
      },
      { spokenTextCount: 20, signal: controller.signal },
    );
    await expect(drawing).rejects.toThrow('enough');
  });
});

/** Gives the same logit to the ids and none to the others. */
function takeOf(idsAfter: (spoken: readonly number[]) => readonly number[]): SpeechTake {
  const spoken: number[] = [];
  const logitsNow = (): Float32Array => {
    const values = new Float32Array(6761).fill(-Infinity);
    for (const id of idsAfter(spoken)) values[id] = 0;
    return values;
  };
  return {
    firstLogits: logitsNow(),
    next: (token) => {
      spoken.push(token);
      return Promise.resolve(logitsNow());
    },
    end: () => undefined,
  };
}

function repeat(tokens: number | readonly number[], count: number): number[] {
  return Array.from({ length: count }, () => tokens).flat();
}
