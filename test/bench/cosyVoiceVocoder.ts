import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import { buildPitchGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/pitchGraph.ts';
import { buildVocoderGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/vocoderGraph.ts';
import {
  readSourceWeights,
  startVocoder,
  type VocoderSessions,
} from '../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import { randomWeights } from '../support/randomWeights.ts';
import { median, withoutPeer, type BenchResult } from './benchResult.ts';
import { writeCheckpoint, type Dims } from './cosyVoiceFixture.ts';
import { load, timed } from './timedSession.ts';

const secondCount = 5;
const framesPerSecond = 50;

/**
 * CosyVoice 3's vocoder at full size with random weights (83 MB, made once), on the CPU: how long a second of sound
 * takes whole, in pieces of two seconds, and how long its pitch.
 */
export async function measureVocoderSpeed(
  { cacheFolder, roundCount }: { readonly cacheFolder: string; readonly roundCount: number },
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const folder = path.join(cacheFolder, 'bench', 'cosyvoice3-vocoder-random-1');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'hift.pt');
  if (!existsSync(file)) await writeCheckpoint(file, vocoderTensors(), vocoderWeights);
  const checkpoint = await openCheckpoint(file, signal);
  const results: BenchResult[] = [];
  for (const isSingle of [false, true]) {
    const sessions = await openSessions(checkpoint, { folder, isSingle });
    const sourceWeights = await readSourceWeights(checkpoint);
    const speak = async (pieceFrames: number): Promise<void> => {
      const stream = startVocoder(sessions, { sourceWeights });
      const frameCount = secondCount * framesPerSecond;
      for (let start = 0; start < frameCount; start += pieceFrames) {
        const count = Math.min(pieceFrames, frameCount - start);
        await stream.push(randomWeights('mel', [80, count]), start + count === frameCount, signal);
      }
    };
    const measures: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['whole', () => speak(secondCount * framesPerSecond)],
      ['in pieces of 2 s', () => speak(2 * framesPerSecond)],
      ['pitch alone', () => runPitch(sessions)],
    ];
    for (const [name, work] of measures) {
      await work();
      const runs = [];
      for (let round = 0; round < roundCount; round += 1) runs.push(await timed(work));
      const times = runs.map(({ ms, cpuMs }) => (isSingle ? cpuMs : ms) / secondCount);
      results.push(
        withoutPeer(`cosyvoice vocoder, a second ${name}`, median(times), isSingle ? 'CPU-ms' : 'ms'),
      );
    }
    await sessions.pitch.dispose();
    await sessions.vocoder.dispose();
  }
  await checkpoint.close();
  return results;
}

async function openSessions(
  checkpoint: Checkpoint,
  options: { readonly folder: string; readonly isSingle: boolean },
): Promise<VocoderSessions> {
  const pitch = await load(buildPitchGraph(checkpoint, 'hift.pt'), { ...options, name: 'pitch' });
  const vocoder = await load(buildVocoderGraph(checkpoint, 'hift.pt'), { ...options, name: 'vocoder' });
  return { pitch: pitch.session, vocoder: vocoder.session };
}

function runPitch({ pitch }: VocoderSessions): Promise<unknown> {
  const frameCount = secondCount * framesPerSecond;
  const mel = {
    type: 'float32',
    dims: [1, 80, frameCount],
    data: randomWeights('mel', [80, frameCount]),
  } as const;
  return pitch.run({ mel });
}

/** Lengths of filters and factors of snakes are 1. */
function vocoderWeights(name: string, dims: Dims): Float32Array {
  const isOne = name.endsWith('.original0') || name.endsWith('.alpha');
  return isOne ? new Float32Array(dims[0] ?? 0).fill(1) : randomWeights(name, dims);
}

function vocoderTensors(): Map<string, Dims> {
  const normalized = (part: string, dims: Dims): [string, Dims][] => [
    [`${part}.bias`, dims.slice(0, 1)],
    [`${part}.parametrizations.weight.original0`, [dims[0] ?? 0, 1, 1]],
    [`${part}.parametrizations.weight.original1`, dims],
  ];
  const block = (part: string, width: number, length: number): [string, Dims][] =>
    [0, 1, 2].flatMap((index): [string, Dims][] => [
      ...normalized(`${part}.convs1.${index}`, [width, width, length]),
      ...normalized(`${part}.convs2.${index}`, [width, width, length]),
      [`${part}.activations1.${index}.alpha`, [width]],
      [`${part}.activations2.${index}.alpha`, [width]],
    ]);
  const stages = [
    { width: 256, up: 16, down: 30, source: 7 },
    { width: 128, up: 11, down: 6, source: 7 },
    { width: 64, up: 7, down: 1, source: 11 },
  ].flatMap(({ width, up, down, source }, index): [string, Dims][] => [
    ...normalized(`ups.${index}`, [width, 2 * width, up]),
    [`source_downs.${index}.weight`, [width, 18, down]],
    [`source_downs.${index}.bias`, [width]],
    ...block(`source_resblocks.${index}`, width, source),
    ...[3, 7, 11].flatMap((length, at) => block(`resblocks.${3 * index + at}`, width, length)),
  ]);
  return new Map([
    ['m_source.l_linear.weight', [1, 9]],
    ['m_source.l_linear.bias', [1]],
    ...normalized('conv_pre', [512, 80, 5]),
    ...stages,
    ...normalized('conv_post', [18, 64, 7]),
    ...normalized('f0_predictor.condnet.0', [512, 80, 4]),
    ...[2, 4, 6, 8].flatMap((index) => normalized(`f0_predictor.condnet.${index}`, [512, 512, 3])),
    ['f0_predictor.classifier.weight', [1, 512]],
    ['f0_predictor.classifier.bias', [1]],
  ]);
}
