import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzCheckpoints, toyCheckpoints } from '../support/fuzzCheckpoints.ts';
import { describeLeak, judgeLoad, judgeMemory, measureGrowth } from './judgeLoad.ts';
import type { MemorySample } from './memoryWatch.ts';
import { runFuzz } from './runFuzz.ts';
import { speakMany } from './speakMany.ts';
import { runLoad, type LoadProgress, type LoadReport } from './runLoad.ts';

/**
 * `npm run load`: many clients use one daemon at once, with real models. Says what they measured and whether
 * anything was lost, mixed up, leaked or left behind; all of it goes to out/load.json.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    clients: { type: 'string' },
    /** Few clients with pauses for an hour, a line a minute, and the memory judged. */
    soak: { type: 'boolean', default: false },
    /** Instead: so many requests that are wrong in every way. */
    fuzz: { type: 'string' },
    /** Instead: so many damaged checkpoints of PyTorch. */
    checkpoints: { type: 'string' },
    /** Instead: so many utterances with the tiny CosyVoice. */
    cosyvoice: { type: 'string' },
    /** With `--cosyvoice`: random weights of the published size. */
    full: { type: 'boolean', default: false },
    /** Another build than the checkout's own, which may be replaced meanwhile. */
    dist: { type: 'string', default: 'dist' },
  },
});

const distFolder = path.resolve(values.dist);
for (const name of ['minutes', 'clients', 'fuzz', 'checkpoints', 'cosyvoice'] as const) {
  const value = values[name];
  if (value === undefined || Number(value) > 0) continue;
  process.stderr.write(`--${name} ${value} is no number above 0, such as 5.\n`);
  process.exit(2);
}
const verdict = await judge();
for (const line of verdict) process.stdout.write(`FAULT ${line}\n`);
process.stdout.write(verdict.length === 0 ? 'Nothing was lost, mixed up or left behind.\n' : '');
process.exit(verdict.length === 0 ? 0 : 1);

function judge(): Promise<readonly string[]> {
  if (values.checkpoints !== undefined) return damageCheckpoints(Number(values.checkpoints));
  if (values.cosyvoice !== undefined) return speakLong(Number(values.cosyvoice));
  return values.fuzz === undefined ? load(values.soak) : fuzz(Number(values.fuzz));
}

async function damageCheckpoints(fileCount: number): Promise<readonly string[]> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const beforeKilobytes = process.resourceUsage().maxRSS;
  const report = await fuzzCheckpoints(toyCheckpoints(), { fileCount, seed });
  const growth = Math.round((process.resourceUsage().maxRSS - beforeKilobytes) / 1024);
  const refused = [...report.refusedCounts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  process.stdout.write(`seed ${seed}: ${report.readCount} read, refused ${refused}; `);
  process.stdout.write(
    `longest ${report.longestMs.toFixed(1)} ms, at most ${report.mostReadFactor.toFixed(1)} `,
  );
  process.stdout.write(`times the file read, memory grew by ${growth} MB at most\n`);
  return report.faults;
}

async function speakLong(utteranceCount: number): Promise<readonly string[]> {
  const report = await speakMany({
    utteranceCount,
    isFull: values.full,
    onSpoken: (spokenCount, residentMegabytes) => {
      if (spokenCount % 10 === 0)
        process.stderr.write(`${spokenCount} utterances, ${residentMegabytes.toFixed(0)} MB\n`);
    },
  });
  const { spokenCount, stoppedCount, audioSeconds, peakMegabytes, warmMegabytes, endMegabytes } = report;
  process.stdout.write(
    `${spokenCount} utterances, ${audioSeconds.toFixed(0)} s of sound, ${stoppedCount} stopped; memory ` +
      `${warmMegabytes.toFixed(0)} MB warm, ${endMegabytes.toFixed(0)} MB at the end, ` +
      `${peakMegabytes.toFixed(0)} MB at the peak\n`,
  );
  return describeLeak('The memory of CosyVoice', report);
}

async function load(isSoak: boolean): Promise<string[]> {
  const report = await runLoad({
    clientCount: Number(values.clients ?? (isSoak ? 6 : 50)),
    durationMs: Number(values.minutes ?? (isSoak ? 60 : 2)) * 60_000,
    pauseMs: isSoak ? 4000 : 0,
    sampleMs: isSoak ? 60_000 : 5000,
    distFolder,
    onProgress: (progress) => process.stderr.write(`${toLine(progress)}\n`),
  });
  writeReport('load.json', report);
  process.stdout.write(`${describe(report)}\n`);
  return [...judgeLoad(report), ...(isSoak ? judgeMemory(report.memory) : [])];
}

async function fuzz(messageCount: number): Promise<string[]> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await runFuzz({ messageCount, seed, distFolder });
  writeReport('fuzz.json', { seed, ...report });
  const { outcomeCounts, statusMs, memory } = report;
  for (const [name, count] of Object.entries(outcomeCounts).sort())
    process.stdout.write(`${name}: ${count}\n`);
  process.stdout.write(
    `seed ${seed}; a good client: p95 ${statusMs.p95.toFixed(1)} ms, longest ${statusMs.max.toFixed(1)} ms\n`,
  );
  process.stdout.write(`${describeMemory(memory)}\n`);
  // Models are loaded and unloaded all the while.
  return [...report.faults, ...judgeMemory(memory, ['daemon'])];
}

function writeReport(name: string, report: object): void {
  mkdirSync('out', { recursive: true });
  writeFileSync(path.join('out', name), `${JSON.stringify(report, null, 2)}\n`);
}

function toLine({ atMs, answeredCount, faultCount, memory }: LoadProgress): string {
  const { daemonMegabytes, workersMegabytes, zombieCount } = memory;
  return [
    `${(atMs / 60_000).toFixed(1)} min`,
    `${answeredCount} answers`,
    `${faultCount} faults`,
    `daemon ${daemonMegabytes} MB`,
    `workers ${workersMegabytes} MB`,
    `${zombieCount} zombies`,
  ].join(', ');
}

function describe({ answeredCounts, busyCount, statusMs, cancelMs, memory }: LoadReport): string {
  return [
    ...Object.entries(answeredCounts).map(([name, count]) => `${name}: ${count}`),
    `refused as busy and tried again: ${busyCount}`,
    `status: p50 ${statusMs.p50.toFixed(1)} ms, p95 ${statusMs.p95.toFixed(1)} ms of ${statusMs.count}`,
    `cancel: p50 ${cancelMs.p50.toFixed(1)} ms, p95 ${cancelMs.p95.toFixed(1)} ms, longest ${cancelMs.max.toFixed(1)} ms of ${cancelMs.count}`,
    describeMemory(memory),
  ].join('\n');
}

function describeMemory(memory: readonly MemorySample[]): string {
  const { daemon, workers } = measureGrowth(memory);
  return [
    `memory of the daemon: ${daemon.warmMegabytes} MB warm, ${daemon.endMegabytes} MB at the end`,
    `memory of the workers: ${workers.warmMegabytes} MB warm, ${workers.endMegabytes} MB at the end`,
  ].join('\n');
}
