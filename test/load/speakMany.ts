import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openCosyVoiceModel } from '../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import { speakSegment } from '../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { readCosyVoiceToy, readToyVoice } from '../support/cosyVoiceToy.ts';
import { installCosyVoiceToy } from '../support/cosyVoiceToyModel.ts';
import { readResidentBytes } from '../support/processes.ts';
import type { MemoryGrowth } from './judgeLoad.ts';

export interface ManyReport extends MemoryGrowth {
  readonly spokenCount: number;
  readonly stoppedCount: number;
  readonly audioSeconds: number;
}

/**
 * Utterances with the tiny CosyVoice, whole and streamed, in two voices, every seventh stopped in the middle; what is
 * warm after a quarter of them must be all there is.
 */
export async function speakMany(utteranceCount: number): Promise<ManyReport> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-cosyvoice-'));
  const installed = await installCosyVoiceToy(folder);
  const never = new AbortController().signal;
  const session = { provider: 'cpu', threadCount: 1, spinning: false } as const;
  const model = await openCosyVoiceModel(installed, { session }, never);
  const values = readCosyVoiceToy();
  const first = readToyVoice(values);
  const voices = [first, { ...first, mel: first.mel.map((value) => value / 2) }];
  const textIds = [...values('text_ids')];
  const resident: number[] = [];
  let stoppedCount = 0;
  let sampleCount = 0;
  for (let index = 0; index < utteranceCount; index += 1) {
    const voice = voices[(index >> 2) % voices.length] ?? first;
    const isStreamed = index % 2 === 0;
    const prefill = { textIds, speechIds: voice.tokens, spokenTextCount: textIds.length };
    const request = { prefill, voice, seed: index, speed: 1, isStreamed };
    for await (const sound of speakSegment(model, request, never)) {
      sampleCount += sound.length;
      if (index % 7 !== 0) continue;
      stoppedCount += 1;
      break;
    }
    resident.push((readResidentBytes(process.pid) ?? 0) / 1e6);
  }
  await model.dispose();
  await rm(folder, { recursive: true });
  const warm = resident.slice(Math.floor(resident.length / 4), Math.ceil(resident.length / 2));
  return {
    spokenCount: utteranceCount,
    stoppedCount,
    audioSeconds: sampleCount / 24_000,
    warmMegabytes: Math.max(...warm),
    endMegabytes: resident.at(-1) ?? 0,
  };
}
