import { percentile } from './loadStatistics.ts';
import type { MemorySample } from './memoryWatch.ts';
import type { LoadReport } from './runLoad.ts';

/** How long a cancelled request may wait for its answer; one of them, where the processor has more than it can do. */
const cancelLimitMs = { usual: 100, longest: 1000 };

export interface MemoryGrowth {
  readonly warmMegabytes: number;
  readonly endMegabytes: number;
}

/** @returns what the product promises and did not keep, one sentence each */
export function judgeLoad(report: LoadReport): string[] {
  const { faults, cancelMs, memory } = report;
  const zombieCount = Math.max(0, ...memory.map((sample) => sample.zombieCount));
  return [
    ...faults,
    ...(cancelMs.p50 > cancelLimitMs.usual || cancelMs.max > cancelLimitMs.longest
      ? [
          `A cancel was answered after ${cancelMs.p50.toFixed(0)} ms (median), ${cancelMs.max.toFixed(0)} ms (longest).`,
        ]
      : []),
    ...(zombieCount > 0 ? [`${zombieCount} ended workers were not waited for.`] : []),
  ];
}

/** @returns whose memory still grew when everything was warm: a leak */
export function judgeMemory(
  memory: readonly MemorySample[],
  who: readonly ('daemon' | 'workers')[] = ['daemon', 'workers'],
): string[] {
  const growth = measureGrowth(memory);
  return who.flatMap((part) => describeLeak(`The memory of the ${part}`, growth[part]));
}

/**
 * The second sixth, when everything was used once, against the last sixth: of each what is there after a collection,
 * the lowest tenth.
 */
export function measureGrowth(memory: readonly MemorySample[]) {
  const part = Math.max(1, Math.floor(memory.length / 6));
  const warm = memory.slice(part, 2 * part);
  const end = memory.slice(-part);
  const compare = (read: (sample: MemorySample) => number): MemoryGrowth => ({
    warmMegabytes: percentile(warm.map(read), floorShare),
    endMegabytes: percentile(end.map(read), floorShare),
  });
  return {
    daemon: compare(({ daemonMegabytes }) => daemonMegabytes),
    workers: compare(({ workersMegabytes }) => workersMegabytes),
  };
}

const floorShare = 0.1;

const allowedShare = 1.05;
const allowedMegabytes = 10;

/** One sentence, or none. */
export function describeLeak(who: string, { warmMegabytes, endMegabytes }: MemoryGrowth): string[] {
  const isFlat = endMegabytes <= Math.max(allowedShare * warmMegabytes, warmMegabytes + allowedMegabytes);
  return isFlat ? [] : [`${who} grew from ${warmMegabytes} to ${endMegabytes} MB.`];
}
