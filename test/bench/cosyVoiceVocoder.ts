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
import { writeVocoderCheckpoint } from './cosyVoiceFixture.ts';
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
  if (!existsSync(file)) await writeVocoderCheckpoint(file);
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
