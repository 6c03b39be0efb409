import { open } from 'node:fs/promises';
import path from 'node:path';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { buildWavHeader } from '../../server/src/audio/wav.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { hasGolden } from '../support/golden.ts';
import { withoutPeer, type BenchResult } from './benchResult.ts';
import type { LongRecording } from './longRecordingMain.ts';
import { runMeasured, type MeasuredRun } from './peakMemory.ts';

export interface MemoryBench {
  readonly cliPath: string;
  readonly outFolder: string;
  /** Some seconds of speech. */
  readonly soundFile: string;
  /** How long the long recording is; 0 leaves it out. */
  readonly longMinutes: number;
  /** How long the recording is that is made while it is heard, by the toy weights; 0 leaves it out. */
  readonly endlessHours: number;
  readonly note: (line: string) => void;
}

const shortMinutes = 2;

/** Peak memory of the command line with all its processes: of speaking, and of transcribing short and long files. */
export async function measureMemory(bench: MemoryBench, signal: AbortSignal): Promise<BenchResult[]> {
  const { cliPath, outFolder, longMinutes, endlessHours, note } = bench;
  const run = async (...args: string[]): Promise<MeasuredRun> => {
    note(`aloud ${args.slice(0, 2).join(' ').slice(0, 60)} ...`);
    const result = await runMeasured(cliPath, args);
    if (result.exitCode !== 0) throw new Error(`aloud ${args[0] ?? ''} failed: ${result.stderr}`);
    return result;
  };
  const text = 'The road went on over the hills, past farms and orchards, until it reached the sea. '.repeat(
    12,
  );
  const speaking = await run('speak', text, '--out', path.join(outFolder, 'bench-memory.wav'));
  const shortFile = path.join(outFolder, 'bench-short.wav');
  await writeRepeated(bench.soundFile, { target: shortFile, minutes: shortMinutes }, signal);
  const short = await run('transcribe', shortFile, '--engine', 'moonshine', '--json');
  const results = [
    withoutPeer('Peak memory of speak, 12 sentences', megabytes(speaking.peakBytes), 'MB'),
    withoutPeer(`Peak memory of transcribe, ${shortMinutes} minutes`, megabytes(short.peakBytes), 'MB'),
    ...(await measureEndless(endlessHours, note)),
  ];
  if (longMinutes === 0) return results;
  const longFile = path.join(outFolder, 'bench-long.wav');
  await writeRepeated(bench.soundFile, { target: longFile, minutes: longMinutes }, signal);
  const long = await run('transcribe', longFile, '--engine', 'moonshine', '--json');
  const { rtf } = JSON.parse(long.stdout) as { readonly rtf: number };
  return [
    ...results,
    withoutPeer(`Peak memory of transcribe, ${longMinutes} minutes`, megabytes(long.peakBytes), 'MB'),
    withoutPeer(`Transcribe, ${longMinutes} minutes`, rtf, 'RTF'),
  ];
}

/** SenseVoice's toy weights hear sound that is made as it is read, so that only what the product holds is measured. */
async function measureEndless(hours: number, note: (line: string) => void): Promise<BenchResult[]> {
  if (hours === 0) return [];
  if (!hasGolden) {
    note(`${hours} hours are left out: they need ../shared/golden or ALOUD_SHARED`);
    return [];
  }
  note(`${hours} hours of the toy language ...`);
  const program = path.resolve('out/scripts/test/bench/longRecordingMain.mjs');
  const { exitCode, stdout, stderr } = await runMeasured(program, [String(hours)]);
  if (exitCode !== 0) throw new Error(`The long recording failed: ${stderr}`);
  const { hourlyBytes, rtf } = JSON.parse(stdout) as LongRecording;
  return [
    ...hourlyBytes.map((bytes, index) =>
      withoutPeer(`Resident memory after ${index + 1} h of ${hours} h, toy weights`, megabytes(bytes), 'MB'),
    ),
    withoutPeer(`${hours} h, toy weights`, rtf, 'RTF'),
  ];
}

function megabytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1_000_000;
}

/** A recording played again and again until it is as long as wanted, 16 kHz mono 16-bit. */
async function writeRepeated(
  soundFile: string,
  { target, minutes }: { readonly target: string; readonly minutes: number },
  signal: AbortSignal,
): Promise<void> {
  const audio = await openAudioFile(soundFile, signal);
  const parts: Uint8Array[] = [];
  for await (const part of audio.readMono(recognitionSampleRateHz, signal)) parts.push(encodePcm16(part));
  const sound = Buffer.concat(parts);
  const dataBytes = minutes * 60 * recognitionSampleRateHz * 2;
  const file = await open(target, 'w');
  try {
    await file.write(buildWavHeader({ sampleRateHz: recognitionSampleRateHz, channelCount: 1, dataBytes }));
    for (let written = 0; written < dataBytes; written += sound.length) {
      signal.throwIfAborted();
      await file.write(sound.subarray(0, dataBytes - written));
    }
  } finally {
    await file.close();
  }
}
