import path from 'node:path';
import type { SessionOptions } from '../../server/src/inference/session.ts';
import { buildPitchGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/pitchGraph.ts';
import { buildVocoderGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/vocoderGraph.ts';
import {
  readSourceWeights,
  type SourceWeights,
  type VocoderSessions,
} from '../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import { openCheckpointFolder, type CheckpointFolder } from './checkpointGraph.ts';
import { cosyVoiceToyFolder } from './cosyVoiceToy.ts';
import { readNpz } from './golden.ts';

export interface ToyVocoder {
  readonly folder: CheckpointFolder;
  readonly sessions: VocoderSessions;
  readonly sourceWeights: SourceWeights;
}

/** The pitch is computed on the CPU, whatever computes the sound. */
export async function openToyVocoder(options: Partial<SessionOptions> = {}): Promise<ToyVocoder> {
  const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'hift.pt'));
  const { checkpoint, location } = folder;
  const sessions = {
    pitch: await folder.load(buildPitchGraph(checkpoint, location)),
    vocoder: await folder.load(buildVocoderGraph(checkpoint, location), options),
  };
  return { folder, sessions, sourceWeights: await readSourceWeights(checkpoint) };
}

/** The noise of the reference's source, by sample and harmonic. */
export function readToyNoise(): (sampleIndex: number, harmonicIndex: number) => number {
  const table = readNpz(path.join(cosyVoiceToyFolder, 'golden_e2e_noise9.npz')).get('noise9');
  return (sampleIndex, harmonicIndex) => table?.values[sampleIndex * 9 + harmonicIndex] ?? 0.5;
}
