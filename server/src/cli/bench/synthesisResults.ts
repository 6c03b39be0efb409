import type { Synthesizer, UtteranceCost } from '../../synthesis/synthesizer.ts';
import { measured, median, type BenchResult } from './benchResult.ts';

/** How a text was spoken once. */
export interface SynthesisRun {
  /** Of the sound. */
  readonly durationMs: number;
  readonly totalMs: number;
  readonly firstMs: number;
  /** What each utterance took, in order; of engines that tell. */
  readonly costs: readonly UtteranceCost[];
}

export interface SynthesisWaits {
  readonly loadMs: number;
  /** Until the first sound for somebody who waits, of a voice that has spoken before. */
  readonly soonMs: number;
}

/** The figures of an engine; of one that tells its parts also theirs, of the whole and of the first sound. */
export function synthesisResults(
  engine: string,
  { loadMs, soonMs }: SynthesisWaits,
  runs: readonly SynthesisRun[],
): BenchResult[] {
  const middle = (value: (run: SynthesisRun) => number): number => median(runs.map(value));
  const results = [
    measured(
      `${engine} synthesis`,
      middle(({ totalMs, durationMs }) => totalMs / durationMs),
      'RTF',
    ),
    measured(
      `${engine} first audio of 60 words`,
      middle(({ firstMs, totalMs }) => firstMs / totalMs),
      'of the whole time',
    ),
  ];
  const [first] = runs[0]?.costs ?? [];
  if (first === undefined) return results;
  const parts = Object.keys(first.partsMs);
  const peakBytes = Math.max(...runs.flatMap(({ costs }) => costs.map((cost) => cost.peakMemoryBytes)));
  return [
    ...results,
    ...parts.map((part) =>
      measured(
        `${engine} ${part}`,
        middle((run) => sum(run.costs, part) / run.durationMs),
        'RTF',
      ),
    ),
    measured(
      `${engine} first audio`,
      middle(({ firstMs }) => firstMs),
      'ms',
    ),
    ...parts.map((part) =>
      measured(
        `${engine} first audio, ${part}`,
        middle((run) => sum(run.costs.slice(0, 1), part)),
        'ms',
      ),
    ),
    measured(`${engine} first audio while it computes`, soonMs, 'ms'),
    measured(`${engine} load`, loadMs, 'ms'),
    measured(`${engine} peak memory`, peakBytes / 1e6, 'MB'),
  ];
}

function sum(costs: readonly UtteranceCost[], part: string): number {
  return costs.reduce((total, { partsMs }) => total + (partsMs[part] ?? 0), 0);
}

/** A synthesizer that keeps what its utterances took. */
export interface CostTally {
  readonly synthesizer: Synthesizer;
  /** Since it was asked before. */
  take(): { readonly costs: readonly UtteranceCost[] };
}

export function createCostTally(synthesizer: Synthesizer): CostTally {
  let costs: UtteranceCost[] = [];
  return {
    synthesizer: {
      ...synthesizer,
      async synthesize(request, signal) {
        const utterance = await synthesizer.synthesize(request, signal);
        if (utterance.cost !== undefined) costs.push(utterance.cost);
        return utterance;
      },
    },
    take() {
      const taken = costs;
      costs = [];
      return { costs: taken };
    },
  };
}
