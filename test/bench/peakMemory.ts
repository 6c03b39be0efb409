import { spawn } from 'node:child_process';
import { readChildIds, readPeakBytes } from '../support/processes.ts';

export interface MeasuredRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
  /** Sum of the peaks of the process and all it started; null where the system does not tell. */
  readonly peakBytes: number | null;
}

const samplingMs = 50;

/** Runs a Node.js program and watches the peak resident memory (VmHWM) of its whole process tree. */
export async function runMeasured(script: string, args: readonly string[]): Promise<MeasuredRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const peaks = new Map<number, number>();
  const timer = setInterval(() => {
    if (child.pid !== undefined) samplePeaks(child.pid, peaks);
  }, samplingMs);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  clearInterval(timer);
  const peakBytes = peaks.size === 0 ? null : [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0);
  return { exitCode, ...text, elapsedMs: performance.now() - startMs, peakBytes };
}

function samplePeaks(processId: number, peaks: Map<number, number>): void {
  const peakBytes = readPeakBytes(processId);
  if (peakBytes !== null) peaks.set(processId, Math.max(peakBytes, peaks.get(processId) ?? 0));
  for (const childId of readChildIds(processId)) samplePeaks(childId, peaks);
}
