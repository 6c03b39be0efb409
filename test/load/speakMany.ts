import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../server/src/files/cacheFolder.ts';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { openCosyVoiceModel } from '../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import type { FlowVoice } from '../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { speakSegment } from '../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { watchParts } from '../bench/cosyVoiceParts.ts';
import { createRandomVoice, installRandomCosyVoice } from '../bench/randomCosyVoice.ts';
import { readCosyVoiceToy, readToyVoice } from '../support/cosyVoiceToy.ts';
import { installCosyVoiceToy } from '../support/cosyVoiceToyModel.ts';
import { readResidentBytes } from '../support/processes.ts';
import type { MemoryGrowth } from './judgeLoad.ts';

export interface ManyReport extends MemoryGrowth {
  readonly spokenCount: number;
  readonly stoppedCount: number;
  readonly audioSeconds: number;
  /** The most that the process ever had. */
  readonly peakMegabytes: number;
}

export interface ManyOptions {
  readonly utteranceCount: number;
  /** With random weights of the published size, a good second each, and not with the tiny ones. */
  readonly isFull: boolean;
  readonly onSpoken: (spokenCount: number, residentMegabytes: number) => void;
}

/**
 * Utterances with CosyVoice, whole and streamed, in two voices, every seventh stopped in the middle; what is warm after
 * a quarter of them must be all there is.
 */
export async function speakMany({ utteranceCount, isFull, onSpoken }: ManyOptions): Promise<ManyReport> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-cosyvoice-'));
  const { installed, voices, textIds, spokenTextCount, speechCount, turnCount } = await (isFull
    ? openFull()
    : openToy(folder));
  const never = new AbortController().signal;
  const threads = isFull ? {} : { threadCount: 1, spinning: false };
  const model = await openCosyVoiceModel(installed, { session: { provider: 'cpu', ...threads } }, never);
  const resident: number[] = [];
  let stoppedCount = 0;
  let sampleCount = 0;
  for (let index = 0; index < utteranceCount; index += 1) {
    const voice = voices[Math.floor(index / turnCount) % voices.length] ?? voices[0];
    const isStreamed = index % 2 === 0;
    const prefill = { textIds, speechIds: voice.tokens, spokenTextCount };
    const request = { prefill, voice, seed: index, speed: 1, isStreamed };
    const parts =
      speechCount === null
        ? model
        : watchParts(model, { speechCount: speechCount + (index % 5), forgets: false }).parts;
    for await (const sound of speakSegment(parts, request, never)) {
      sampleCount += sound.length;
      if (index % 7 !== 0) continue;
      stoppedCount += 1;
      break;
    }
    resident.push((readResidentBytes(process.pid) ?? 0) / 1e6);
    onSpoken(index + 1, resident.at(-1) ?? 0);
  }
  await model.dispose();
  await rm(folder, { recursive: true });
  const warm = resident.slice(Math.floor(resident.length / 4), Math.ceil(resident.length / 2));
  return {
    spokenCount: utteranceCount,
    stoppedCount,
    audioSeconds: sampleCount / 24_000,
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
    warmMegabytes: Math.max(...warm),
    endMegabytes: resident.at(-1) ?? 0,
  };
}

interface ManySource {
  readonly installed: InstalledModel;
  readonly voices: readonly [FlowVoice, FlowVoice];
  readonly textIds: readonly number[];
  readonly spokenTextCount: number;
  /** Of an utterance; null: as many as the weights speak. */
  readonly speechCount: number | null;
  /** Utterances in one voice before the other's. */
  readonly turnCount: number;
}

async function openToy(folder: string): Promise<ManySource> {
  const values = readCosyVoiceToy();
  const first = readToyVoice(values);
  const textIds = [...values('text_ids')];
  return {
    installed: await installCosyVoiceToy(folder),
    voices: [first, { ...first, mel: first.mel.map((value) => value / 2) }],
    textIds,
    spokenTextCount: textIds.length,
    speechCount: null,
    turnCount: 4,
  };
}

/** Their clips have four and three seconds. */
async function openFull(): Promise<ManySource> {
  return {
    installed: await installRandomCosyVoice(
      cacheFolder(thisUserPlace()),
      (line) => void process.stderr.write(`${line}\n`),
    ),
    voices: [createRandomVoice(103), createRandomVoice(78, 'other')],
    textIds: Array.from({ length: 30 }, (_, index) => 1000 + 7 * index),
    spokenTextCount: 10,
    speechCount: 30,
    turnCount: 10,
  };
}
