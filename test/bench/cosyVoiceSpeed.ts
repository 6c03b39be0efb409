import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCheckpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import type { Session } from '../../server/src/inference/session.ts';
import { createFlow, type FlowVoice } from '../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { buildCondition } from '../../server/src/synthesis/engines/cosyVoice/graph/conditionGraph.ts';
import type { WeightFiles } from '../../server/src/synthesis/engines/cosyVoice/graph/checkpointLayers.ts';
import {
  buildEstimator,
  estimatorProducts,
} from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorGraph.ts';
import { readEstimatorShape } from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorShape.ts';
import {
  buildLanguageModel,
  languageModelProducts,
} from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelGraph.ts';
import {
  readLanguageModelShape,
  type LanguageModelShape,
} from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelShape.ts';
import {
  planQuantizedFile,
  writeQuantizedFile,
} from '../../server/src/synthesis/engines/cosyVoice/graph/quantizedFile.ts';
import { buildLanguageModelLoop } from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelLoop.ts';
import { startLanguageModel } from '../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import { startSpeakingLoop } from '../../server/src/synthesis/engines/cosyVoice/languageModelLoop.ts';
import { randomWeights } from '../support/randomWeights.ts';
import { median, withoutPeer, type BenchResult } from './benchResult.ts';
import { openCosyVoiceFixture } from './cosyVoiceFixture.ts';
import { load, timed } from './timedSession.ts';

export interface CosyVoiceBench {
  /** Outside the project; what is made there is found again by the next run. */
  readonly cacheFolder: string;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

/**
 * CosyVoice 3's language model and flow at full size with random weights, on the CPU, in floats and in 8 bits: how long
 * they take, and how far the 8 bits are from the floats.
 */
export async function measureCosyVoiceSpeed(
  bench: CosyVoiceBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  bench.note(`On ${os.cpus()[0]?.model ?? 'an unknown processor'}, ${os.cpus().length} of it.`);
  const folder = await openCosyVoiceFixture(path.join(bench.cacheFolder, 'bench'), bench.note);
  return [
    ...(await measureLanguageModel({ ...bench, folder }, signal)),
    ...(await measureFlow({ ...bench, folder }, signal)),
  ];
}

interface FullBench extends CosyVoiceBench {
  readonly folder: string;
}

interface Variant {
  readonly name: string;
  readonly files: WeightFiles;
}

async function measureLanguageModel(bench: FullBench, signal: AbortSignal): Promise<BenchResult[]> {
  const checkpoint = await openCheckpoint(path.join(bench.folder, 'llm.pt'), signal);
  const shape = readLanguageModelShape(checkpoint, 64);
  const plan = planQuantizedFile(checkpoint, 'blocks', languageModelProducts(shape));
  const file = path.join(bench.folder, 'llm.blocks');
  const results: BenchResult[] = [];
  if (!existsSync(file)) {
    const startMs = performance.now();
    await writeQuantizedFile(checkpoint, plan, { file, signal });
    results.push(withoutPeer('cosyvoice quantize language model', performance.now() - startMs, 'ms'));
  }
  const location = 'llm.pt';
  const variants: Variant[] = [
    { name: 'floats', files: { location } },
    { name: '8 bits', files: { location, quantized: { ...plan, location: 'llm.blocks' } } },
  ];
  const answers: Float32Array[] = [];
  for (const { name, files } of variants) {
    bench.note(`The language model in ${name} ...`);
    const model = buildLanguageModel(checkpoint, { shape, attention: 'fused', ...files });
    const { session, loadMs } = await load(model, { folder: bench.folder, name: `llm ${name}` });
    const steps = await runSteps(session, { shape, roundCount: bench.roundCount });
    await session.dispose();
    const single = await load(model, { folder: bench.folder, name: `llm ${name}`, isSingle: true });
    const { prefillCpuMs, stepCpuMs } = await runSteps(single.session, {
      shape,
      roundCount: bench.roundCount,
    });
    await single.session.dispose();
    const loop = await load(buildLanguageModelLoop(checkpoint, { shape, attention: 'fused', ...files }), {
      folder: bench.folder,
      name: `llm loop ${name}`,
      isSingle: true,
    });
    const loopCpuMs = await runLoop(loop.session, shape);
    await loop.session.dispose();
    answers.push(steps.logits);
    results.push(
      withoutPeer(`cosyvoice language model in ${name}, load`, loadMs, 'ms'),
      withoutPeer(`cosyvoice language model in ${name}, 130 tokens at once`, steps.prefillMs, 'ms'),
      withoutPeer(`cosyvoice language model in ${name}, step`, steps.stepMs, 'ms'),
      withoutPeer(`cosyvoice language model in ${name}, 130 tokens at once`, prefillCpuMs, 'CPU-ms'),
      withoutPeer(`cosyvoice language model in ${name}, step`, stepCpuMs, 'CPU-ms'),
      withoutPeer(`cosyvoice language model in ${name}, step of a loop of 40`, loopCpuMs, 'CPU-ms'),
    );
  }
  await checkpoint.close();
  return [
    ...results,
    withoutPeer('cosyvoice logits in 8 bits, error of deviation', 100 * relativeError(answers), '%'),
  ];
}

interface Steps {
  readonly prefillMs: number;
  readonly stepMs: number;
  readonly prefillCpuMs: number;
  readonly stepCpuMs: number;
  readonly logits: Float32Array;
}

async function runSteps(
  session: Session,
  { shape, roundCount }: { readonly shape: LanguageModelShape; readonly roundCount: number },
): Promise<Steps> {
  const rows = randomWeights('embeds', [400, shape.width]);
  const row = (index: number): Float32Array => rows.slice(index * shape.width, (index + 1) * shape.width);
  const run = startLanguageModel(session, shape);
  const prefill = await timed(() => run.read(rows.slice(0, 130 * shape.width)));
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let logits = prefill.result;
  for (let index = 0; index < 20 * roundCount; index += 1) {
    const step = await timed(() => run.read(row(130 + index)));
    times.push(step.ms);
    cpuTimes.push(step.cpuMs);
    logits = step.result;
  }
  run.dispose();
  return {
    prefillMs: prefill.ms,
    prefillCpuMs: prefill.cpuMs,
    stepMs: median(times),
    stepCpuMs: median(cpuTimes),
    logits,
  };
}

/** A token of forty that are drawn in the graph, after 130. */
async function runLoop(session: Session, shape: LanguageModelShape): Promise<number> {
  const run = startSpeakingLoop(session, shape, randomWeights('embeds', [130, shape.width]));
  const draws = Array.from({ length: 40 }, () => ({ first: 0.5, second: 0.5 }));
  await run.speak(draws.slice(0, 1), 1);
  const { cpuMs } = await timed(() => run.speak(draws, draws.length));
  run.dispose();
  return cpuMs / draws.length;
}

async function measureFlow(bench: FullBench, signal: AbortSignal): Promise<BenchResult[]> {
  const checkpoint = await openCheckpoint(path.join(bench.folder, 'flow.pt'), signal);
  const shape = readEstimatorShape(checkpoint);
  const plan = planQuantizedFile(checkpoint, 'outputs', estimatorProducts(shape));
  const file = path.join(bench.folder, 'flow.outputs');
  if (!existsSync(file)) await writeQuantizedFile(checkpoint, plan, { file, signal });
  const location = 'flow.pt';
  const condition = await load(buildCondition(checkpoint, location), {
    folder: bench.folder,
    name: 'condition',
  });
  const variants: Variant[] = [
    { name: 'floats', files: { location } },
    { name: '8 bits', files: { location, quantized: { ...plan, location: 'flow.outputs' } } },
  ];
  const results: BenchResult[] = [];
  const mels: Float32Array[] = [];
  for (const { name, files } of variants) {
    bench.note(`The flow in ${name}, five seconds with their clip ...`);
    const model = buildEstimator(checkpoint, { shape, attention: 'fused', ...files });
    const { session, loadMs } = await load(model, { folder: bench.folder, name: `flow ${name}` });
    const flow = createFlow({ condition: condition.session, estimator: session, headWidth: shape.headWidth });
    const { ms, result } = await timed(() => flow.run({ ...fiveSeconds(), isFinal: true }, signal));
    mels.push(result);
    await session.dispose();
    const single = await load(model, { folder: bench.folder, name: `flow ${name}`, isSingle: true });
    const alone = createFlow({
      condition: condition.session,
      estimator: single.session,
      headWidth: shape.headWidth,
    });
    const { cpuMs } = await timed(() => alone.run({ ...fiveSeconds(), isFinal: true }, signal));
    await single.session.dispose();
    results.push(
      withoutPeer(`cosyvoice flow in ${name}, load`, loadMs, 'ms'),
      withoutPeer(`cosyvoice flow in ${name}, second of clip and speech`, ms / 5, 'ms'),
      withoutPeer(`cosyvoice flow in ${name}, second of clip and speech`, cpuMs / 5, 'CPU-ms'),
    );
  }
  await condition.session.dispose();
  await checkpoint.close();
  return [
    ...results,
    withoutPeer('cosyvoice spectrogram in 8 bits, error of deviation', 100 * relativeError(mels), '%'),
  ];
}

/** Two seconds of clip, three of speech. */
function fiveSeconds(): { readonly voice: FlowVoice; readonly tokens: readonly number[] } {
  const tokens = Array.from({ length: 125 }, (_, index) => (index * 2741) % 6561);
  return {
    voice: {
      tokens: tokens.slice(0, 50),
      mel: randomWeights('mel', [100, 80]),
      embedding: randomWeights('voice', [192, 1]),
    },
    tokens: tokens.slice(50),
  };
}

/** Root mean square of the difference, by the deviation of the first. */
function relativeError([exact = new Float32Array(0), rounded = exact]: readonly Float32Array[]): number {
  const mean = exact.reduce((sum, value) => sum + value, 0) / exact.length;
  const power = exact.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = exact.reduce((sum, value, index) => sum + (value - (rounded[index] ?? NaN)) ** 2, 0);
  return Math.sqrt(error / power);
}
