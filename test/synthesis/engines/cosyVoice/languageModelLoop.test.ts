import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMersenneTwister } from '../../../../server/src/audio/mersenneTwister.ts';
import { createGraph, createModel, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../../../server/src/onnx/graphOperations.ts';
import type { Session } from '../../../../server/src/inference/session.ts';
import { outputOf } from '../../../../server/src/inference/tensor.ts';
import { buildLanguageModelLoop } from '../../../../server/src/synthesis/engines/cosyVoice/graph/languageModelLoop.ts';
import { writeSpeechDraw } from '../../../../server/src/synthesis/engines/cosyVoice/graph/speechDrawGraph.ts';
import {
  createTokenRows,
  startLanguageModel,
} from '../../../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import { startSpeakingLoop } from '../../../../server/src/synthesis/engines/cosyVoice/languageModelLoop.ts';
import {
  sampleSpeechToken,
  type SpeechDraw,
} from '../../../../server/src/synthesis/engines/cosyVoice/speechTokens/sampleSpeechToken.ts';
import {
  cosyVoiceToyFolder,
  openToyLanguageModel,
  readCosyVoiceToy,
  type ToyLanguageModel,
} from '../../../support/cosyVoiceToy.ts';
import { hasGolden, readNpz } from '../../../support/golden.ts';

const tokenCount = 6761;

function createDraws(seed: number, count: number): SpeechDraw[] {
  const next = createMersenneTwister(seed);
  return Array.from({ length: count }, () => ({ first: next() / 2 ** 32, second: next() / 2 ** 32 }));
}

describe.skipIf(!hasGolden)('tokens that are drawn in the graph', () => {
  test('are those that are drawn outside', async () => {
    const graph = createGraph('draw');
    graph.inputs.push(
      createValueInfo('logits', 'float32', [1, tokenCount]),
      createValueInfo('recent', 'int64', ['n']),
      createValueInfo('first', 'float64', []),
      createValueInfo('second', 'float64', []),
      createValueInfo('mayEnd', 'bool', []),
    );
    graph.outputs.push(createValueInfo('token', 'int64', []));
    const editor = new GraphEditor(graph);
    const operations = createOperations(editor, 'draw');
    const names = { logits: 'logits', recent: 'recent', first: 'first', second: 'second', mayEnd: 'mayEnd' };
    operations.apply('Identity', [writeSpeechDraw(operations, names, tokenCount)], { output: 'token' });
    const { folder } = await openToyLanguageModel();
    const session = await folder.load(createModel(editor.commit(), { '': 20 }));
    const rows = readNpz(path.join(cosyVoiceToyFolder, 'golden_ras.npz')).get('logp')?.values;
    const seen = new Set<number>();
    for (const row of [0, 1, 2, 3, 4, 5, 6]) {
      const logits = rows?.slice(row * tokenCount, (row + 1) * tokenCount) ?? new Float32Array(tokenCount);
      const likeliest = logits.indexOf(Math.max(...logits));
      for (const draw of createDraws(row, 6)) {
        for (const recent of [[-1], [likeliest]]) {
          const token = await drawInGraph(session, { logits, recent, draw });
          expect(token).toBe(sampleSpeechToken(withoutEnd(logits), recent, draw));
          seen.add(token);
        }
      }
    }
    // Four of five parts, by a hair: the first token is the nucleus.
    const border = new Float32Array(tokenCount).fill(-Infinity);
    border.set([0, Math.fround(Math.log(1 / 4))]);
    const late = { first: 0.9, second: 0 };
    expect(sampleSpeechToken(border, [], late)).toBe(0);
    expect(await drawInGraph(session, { logits: border, recent: [-1], draw: late })).toBe(0);
    await folder.remove();
    expect(seen.size).toBeGreaterThan(20);
  });

  test('are the same in one call, in several, and one by one', async () => {
    const values = readCosyVoiceToy();
    const model = await openToyLanguageModel();
    const { checkpoint, location } = model.folder;
    const graph = buildLanguageModelLoop(checkpoint, { shape: model.shape, attention: 'fused', location });
    const session = await model.folder.load(graph);
    const draws = createDraws(5, 60);
    const expected = await speakOneByOne(model, values('prefill_embeds'), draws);
    const whole = startSpeakingLoop(session, model.shape, values('prefill_embeds'));
    expect(await whole.speak(draws, 60)).toEqual(expected);
    const parts = startSpeakingLoop(session, model.shape, values('prefill_embeds'));
    const spoken = [
      ...(await parts.speak(draws.slice(0, 25), 60)),
      ...(await parts.speak(draws.slice(25, 26), 35)),
      ...(await parts.speak(draws.slice(26), 34)),
    ];
    expect(spoken).toEqual(expected);
    expect(expected.every((token) => token < 6561)).toBe(true);
    whole.dispose();
    parts.dispose();
    await model.folder.remove();
  });

  test('stop with the one that ends the speech', async () => {
    const values = readCosyVoiceToy();
    const model = await openToyLanguageModel();
    const { checkpoint, location } = model.folder;
    const graph = buildLanguageModelLoop(checkpoint, { shape: model.shape, attention: 'plain', location });
    const run = startSpeakingLoop(await model.folder.load(graph), model.shape, values('prefill_embeds'));
    const tokens = await run.speak(createDraws(2, 400), 0);
    expect(tokens.length).toBeLessThan(400);
    expect(tokens.findIndex((token) => token >= 6561)).toBe(tokens.length - 1);
    run.dispose();
    await model.folder.remove();
  });
});

interface DrawCase {
  readonly logits: Float32Array;
  readonly recent: readonly number[];
  readonly draw: SpeechDraw;
}

async function drawInGraph(session: Session, { logits, recent, draw }: DrawCase): Promise<number> {
  const outputs = await session.run({
    logits: { type: 'float32', dims: [1, tokenCount], data: logits },
    recent: { type: 'int64', dims: [recent.length], data: BigInt64Array.from(recent, BigInt) },
    first: { type: 'float64', dims: [], data: Float64Array.of(draw.first) },
    second: { type: 'float64', dims: [], data: Float64Array.of(draw.second) },
    mayEnd: { type: 'bool', dims: [], data: Uint8Array.of(0) },
  });
  return Number(outputOf(outputs, 'token', 'int64').data[0]);
}

async function speakOneByOne(
  { session, shape, folder }: ToyLanguageModel,
  embeds: Float32Array,
  draws: readonly SpeechDraw[],
): Promise<number[]> {
  const rows = createTokenRows(folder.checkpoint, shape);
  const run = startLanguageModel(session, shape);
  const tokens: number[] = [];
  let logits = await run.read(embeds);
  for (const draw of draws) {
    tokens.push(sampleSpeechToken(withoutEnd(logits), tokens, draw));
    logits = await run.read(await rows.speech(tokens.slice(-1)));
  }
  run.dispose();
  return tokens;
}

function withoutEnd(logits: Float32Array): Float32Array {
  return logits.map((logit, id) => (id < 6561 ? logit : -Infinity));
}
