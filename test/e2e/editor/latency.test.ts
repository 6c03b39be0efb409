import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DictationEvent } from '../../../protocol/dictation.ts';
import { synthesisAudio, synthesize } from '../../../protocol/synthesis.ts';
import { decodePcm } from '../../../server/src/audio/pcm.ts';
import { connectDaemon } from '../../../server/src/daemon/connectDaemon.ts';
import type { DaemonConnection } from '../../../server/src/daemon/daemonConnection.ts';
import { longScript } from '../../script/support/longScript.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { percentile, resampled } from '../../support/correlation.ts';
import { addressIn, openDaemonTap, type Told } from '../../support/daemonTap.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { never } from '../../support/never.ts';
import { collect, report } from '../../support/soundDaemon.ts';
import { joinSamples } from '../../../server/src/audio/joinSamples.ts';
import { missingSoundServer, recordingRateHz, type SoundRecording } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';
import type { SeenLatency, SeenReading } from './latencySuite.ts';
import { takeMarks, typeKeys, watchMarks } from './support/pageProbes.ts';
import { findFirstSample, findWords, type RecordedSound, type SpokenText } from './support/readingLags.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/latency');
const voice = 'af_heart';
const text = 'The first boats came in.';

const firstSample = 'first sample at the speaker after the first chunk of the daemon';
const typing = 'time of a key in 1 MB, with the help for scripts, as a share of without';

/** In milliseconds, but for the share of typing. */
const goals = {
  activation: 150,
  'text in the document after the final event of the daemon': 50,
  [firstSample]: 60,
  'mark of a word after its sound': 120,
  [typing]: 1.05,
};

/** Of a machine that is half as fast, and has other things to do. */
const allowance = 2;
/** Both sides of this difference grow on a slow machine. */
const firstSampleAllowance = 1.5;
/** A share hardly depends on the machine; on few cores, the service works on what was typed beside the window. */
const shareAllowance = 1.2;

type Figure = keyof typeof goals;
type Figures = Readonly<Record<Figure, number>>;

const figureNames = Object.keys(goals) as Figure[];

describe.skipIf(missing !== null)(`how long the editor lets wait (${missing ?? 'VS Code'})`, () => {
  let best: Figures | null = null;

  // What else the machine does is forgiven once.
  beforeAll(async () => {
    for (let tries = 0; tries < 2 && !isWithin(best); tries += 1) best = lower(best, await measure());
  });

  test.each(figureNames)('%s', (name) => {
    expect(best?.[name]).toBeLessThanOrEqual(limitOf(name));
  });
});

function isWithin(figures: Figures | null): boolean {
  return figures !== null && figureNames.every((name) => figures[name] <= limitOf(name));
}

function limitOf(name: Figure): number {
  if (name === typing) return goals[name] * shareAllowance;
  return goals[name] * (name === firstSample ? firstSampleAllowance : allowance);
}

function lower(known: Figures | null, measured: Figures): Figures {
  if (known === null) return measured;
  const least = figureNames.map((name) => [name, Math.min(known[name], measured[name])] as const);
  return Object.fromEntries(least) as Figures;
}

async function measure(): Promise<Figures> {
  await using session = await openEditorSession();
  const { workspace, env, devices } = session;
  mkdirSync(outFolder, { recursive: true });
  const clip = path.join(outFolder, 'clip.wav');
  const spoken = await runAloud(['speak', 'Nobody spoke much that day.', '--out', clip], { env });
  expect(spoken.exitCode, spoken.stderr).toBe(0);
  await runAloud(['daemon', 'start'], { env });
  await using tap = await openDaemonTap(env, `${env['ALOUD_RUNTIME_FOLDER'] ?? ''}-tap`);
  const daemon = await connectDaemon(
    { address: addressIn(env), client: { name: 'test', version: '0.0.0' } },
    never,
  );
  if (daemon === null) throw new Error('The daemon is gone.');
  for (const name of ['long.aloud', 'long.txt'])
    writeFileSync(path.join(workspace, name), longScript(1_000_000));
  writeFileSync(path.join(workspace, 'read.txt'), `${text}\n`);

  const made: TimedSpeech[] = [];
  const recordings: SoundRecording[] = [];
  const sounds: RecordedSound[] = [];
  const result = await runInVsCode({
    suite: path.join(import.meta.dirname, 'latencySuite.ts'),
    folder: workspace,
    outFolder,
    env: { ...tap.env, ALOUD_TEST_CLIP: clip },
    acts: {
      type: (page) => typeKeys(page, ' and the old man walked along the shore '),
      async startRecording() {
        recordings.push(await devices.recordSpeaker());
      },
      async synthesize() {
        made.push(await synthesizeTimed(daemon, `made${made.length}`));
      },
      watchMarks,
      takeMarks,
      async stopRecording() {
        for (const recording of recordings) sounds.push({ recording, heard: await recording.stop() });
      },
    },
  });
  daemon.dispose();
  expect(result.exitCode, result.output).toBe(0);
  const seen = JSON.parse(readFileSync(path.join(outFolder, 'latency.json'), 'utf8')) as SeenLatency;
  const [sound] = sounds;
  if (sound === undefined) throw new Error('Nothing was recorded.');
  return toFigures(seen, {
    finals: tap.told('speech/dictationEvent').filter(isFinal),
    made,
    sound,
  });
}

interface Measured {
  /** Final events of the dictation. */
  readonly finals: readonly Told[];
  /** Beside each command to read. */
  readonly made: readonly TimedSpeech[];
  readonly sound: RecordedSound;
}

interface TimedSpeech extends SpokenText {
  readonly firstChunkMs: number;
}

/** A command to read, and what the daemon took by itself beside it. */
interface TimedStart {
  readonly chunkMs: number;
  /** From the command to the first sample at the speaker. */
  readonly sampleMs: number;
}

function toFigures(
  { activationMs, typing: typed, dictation, startsMs, readings }: SeenLatency,
  { finals, made, sound }: Measured,
): Figures {
  // The first of each only warms up.
  const written =
    dictation.writtenMs.length === finals.length
      ? dictation.writtenMs.map((ms, index) => ms - (finals[index]?.atMs ?? NaN)).slice(1)
      : [];
  const afterClip = dictation.writtenMs.map((ms, index) => ms - (dictation.clipEndMs[index] ?? NaN)).slice(1);
  const starts = made.slice(1).flatMap((spoken, index): readonly TimedStart[] => {
    const commandMs = startsMs[index + 1] ?? NaN;
    const firstMs = findFirstSample(spoken, sound, commandMs);
    return firstMs === null ? [] : [{ chunkMs: spoken.firstChunkMs, sampleMs: firstMs - commandMs }];
  });
  const startLags = starts.map(({ chunkMs, sampleMs }) => sampleMs - chunkMs);
  const [spoken] = made;
  const lagsOf = (read: (seen: SeenReading) => readonly number[]): number[] =>
    readings.flatMap((seen) => {
      const found = spoken === undefined ? null : findWords(spoken, sound, seen.commandMs);
      // Of two marks in one frame, one is not seen.
      if (found === null || read(seen).length !== found.length) return [];
      return read(seen).map((ms, word) => ms - (found[word] ?? NaN));
    });
  const told = lagsOf(({ wordMs }) => wordMs);
  const marked = lagsOf(({ markedMs }) => markedMs);
  const keys = { script: percentile(typed.script, 0.5), plain: percentile(typed.plain, 0.5) };
  report(
    [
      `how long the editor lets wait, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}:`,
      `activation ${activationMs.toFixed(0)} ms`,
      `text in the document ${list(written)} ms after the final event, ${list(afterClip)} ms after the clip`,
      `reading: first chunk of the daemon ${list(starts.map(({ chunkMs }) => chunkMs))} ms, ` +
        `first sample at the speaker ${list(starts.map(({ sampleMs }) => sampleMs))} ms after the command beside it: ` +
        `median of the differences ${percentile(startLags, 0.5).toFixed(0)} ms, ` +
        `half of them within ${percentile(startLags, 0.25).toFixed(0)} to ${percentile(startLags, 0.75).toFixed(0)}`,
      `words told ${percentile(told, 0.5).toFixed(0)} ms after their sound (95 of 100 within ${percentile(told, 0.95).toFixed(0)}), ` +
        `marked ${percentile(marked, 0.5).toFixed(0)} ms after it (${percentile(marked, 0.95).toFixed(0)})`,
      `a key in 1 MB: script ${spread(typed.script)} ms, plain text ${spread(typed.plain)} ms: ` +
        (keys.script / keys.plain).toFixed(3),
    ].join('\n  '),
  );
  return {
    activation: activationMs,
    'text in the document after the final event of the daemon': orInfinite(percentile(written, 0.5)),
    [firstSample]: orInfinite(percentile(startLags, 0.5)),
    'mark of a word after its sound': orInfinite(percentile(marked, 0.5)),
    [typing]: orInfinite(keys.script / keys.plain),
  };
}

/** What could not be measured is not good. */
function orInfinite(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}

/** What the daemon makes of the text, and how long its first chunk takes. */
async function synthesizeTimed(daemon: DaemonConnection, stream: string): Promise<TimedSpeech> {
  const pieces = collect(daemon, synthesisAudio, stream);
  const startMs = performance.timeOrigin + performance.now();
  const { sampleRateHz } = await daemon.request(synthesize, { stream, text, voice }, never);
  const parts = pieces.all.map(({ params }) => decodePcm(Buffer.from(params.pcm, 'base64'), 'int16'));
  return {
    samples: resampled(joinSamples(parts), sampleRateHz, recordingRateHz),
    words: pieces.all.flatMap(({ params }) => params.words),
    firstChunkMs: (pieces.all[0]?.atMs ?? NaN) - startMs,
  };
}

function isFinal({ params }: Told): boolean {
  return (params as { readonly event: DictationEvent }).event.kind === 'final';
}

function list(values: readonly number[]): string {
  return values.map(Math.round).join(' ');
}

function spread(values: readonly number[]): string {
  return `${percentile(values, 0.5).toFixed(1)} (${values.length} keys; 95 of 100 within ${percentile(values, 0.95).toFixed(0)})`;
}
