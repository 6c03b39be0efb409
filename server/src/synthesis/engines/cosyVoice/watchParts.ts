import type { LanguageModelRun } from './languageModel.ts';
import type { CosyVoiceParts } from './speakSegment.ts';

/** Parts that tell how long they have computed. */
export interface WatchedParts {
  readonly parts: CosyVoiceParts;
  /** Since they are watched, ms by part. */
  readonly timesMs: () => Readonly<Record<string, number>>;
}

/** The parts do what they do without it. */
export function watchParts(parts: CosyVoiceParts): WatchedParts {
  const times = { 'language model': 0, flow: 0, vocoder: 0 };
  const timed = async <Result>(part: keyof typeof times, work: () => Promise<Result>): Promise<Result> => {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      times[part] += performance.now() - startMs;
    }
  };
  const watchRun = (run: LanguageModelRun): LanguageModelRun => ({
    get tokenCount() {
      return run.tokenCount;
    },
    read: (embeds) => timed('language model', () => run.read(embeds)),
    dispose: () => {
      run.dispose();
    },
  });
  return {
    timesMs: () => ({ ...times }),
    parts: {
      ...parts,
      startLanguageModel: () => watchRun(parts.startLanguageModel()),
      flow: {
        ...parts.flow,
        run: (request, signal) => timed('flow', () => parts.flow.run(request, signal)),
      },
      startVocoder(options) {
        const stream = parts.startVocoder(options);
        return { push: (...piece) => timed('vocoder', () => stream.push(...piece)) };
      },
    },
  };
}
