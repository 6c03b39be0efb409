import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { judgeLoad, judgeMemory, measureGrowth } from './judgeLoad.ts';
import { runLoad, type LoadOptions, type LoadProgress, type LoadReport } from './runLoad.ts';

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
    /** Another build than the checkout's own, which may be replaced meanwhile. */
    dist: { type: 'string', default: 'dist' },
  },
});

const { soak } = values;
const options: LoadOptions = {
  clientCount: Number(values.clients ?? (soak ? 6 : 50)),
  durationMs: Number(values.minutes ?? (soak ? 60 : 2)) * 60_000,
  pauseMs: soak ? 4000 : 0,
  sampleMs: soak ? 60_000 : 5000,
  distFolder: path.resolve(values.dist),
  onProgress: (progress) => process.stderr.write(`${toLine(progress)}\n`),
};
const report = await runLoad(options);
const verdict = [...judgeLoad(report), ...(soak ? judgeMemory(report.memory) : [])];
mkdirSync('out', { recursive: true });
writeFileSync('out/load.json', `${JSON.stringify({ ok: verdict.length === 0, ...report }, null, 2)}\n`);
process.stdout.write(`${describe(report)}\n`);
for (const line of verdict) process.stdout.write(`FAULT ${line}\n`);
process.stdout.write(verdict.length === 0 ? 'Nothing was lost, mixed up or left behind.\n' : '');
process.exit(verdict.length === 0 ? 0 : 1);

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
  const { daemon, workers } = measureGrowth(memory);
  return [
    ...Object.entries(answeredCounts).map(([name, count]) => `${name}: ${count}`),
    `refused as busy and tried again: ${busyCount}`,
    `status: p50 ${statusMs.p50.toFixed(1)} ms, p95 ${statusMs.p95.toFixed(1)} ms of ${statusMs.count}`,
    `cancel: p50 ${cancelMs.p50.toFixed(1)} ms, p95 ${cancelMs.p95.toFixed(1)} ms, longest ${cancelMs.max.toFixed(1)} ms of ${cancelMs.count}`,
    `memory of the daemon: ${daemon.warmMegabytes} MB warm, ${daemon.endMegabytes} MB at the end`,
    `memory of the workers: ${workers.warmMegabytes} MB warm, ${workers.endMegabytes} MB at the end`,
  ].join('\n');
}
