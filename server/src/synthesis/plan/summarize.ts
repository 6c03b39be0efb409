import type { SynthesisSummary } from '../../../../protocol/synthesis.ts';

/** How a plan went, from how each of its utterances went; what names an engine is the first one's. */
export function summarize(
  summaries: readonly SynthesisSummary[],
  { sampleRateHz, durationMs }: Pick<SynthesisSummary, 'sampleRateHz' | 'durationMs'>,
): SynthesisSummary {
  const [first] = summaries;
  const sum = (valueOf: (summary: SynthesisSummary) => number): number =>
    summaries.reduce((total, summary) => total + valueOf(summary), 0);
  return {
    engine: first?.engine ?? 'none',
    model: first?.model ?? 'none',
    provider: first?.provider ?? 'cpu',
    sampleRateHz,
    durationMs,
    elapsedMs: sum(({ elapsedMs }) => elapsedMs),
    firstAudioMs: first?.firstAudioMs ?? null,
    loadMs: sum(({ loadMs }) => loadMs),
    ...(summaries.some(({ takes }) => takes !== undefined) && {
      takes: summaries.flatMap(({ takes }) => takes ?? []),
    }),
  };
}
