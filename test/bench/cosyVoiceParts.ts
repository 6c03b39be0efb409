import { speechTokenIds } from '../../server/src/synthesis/engines/cosyVoice/cosyVoiceVersion.ts';
import type { LanguageModelRun } from '../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import type { CosyVoiceParts } from '../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { timed } from './timedSession.ts';

export type PartTimes = Readonly<Record<'prefill' | 'steps' | 'flow' | 'vocoder', PartTime>>;

export interface PartTime {
  readonly ms: number;
  readonly cpuMs: number;
}

export interface WatchOptions {
  /** Tokens that every utterance has. */
  readonly speechCount: number;
  /** Whether the flow is told of another voice each time, and so knows nothing of before. */
  readonly forgets: boolean;
}

/** The same parts, whose time is taken, and whose utterances all have one length. */
export function watchParts(
  parts: CosyVoiceParts,
  { speechCount, forgets }: WatchOptions,
): { readonly parts: CosyVoiceParts; readonly times: PartTimes } {
  const times = {
    prefill: { ms: 0, cpuMs: 0 },
    steps: { ms: 0, cpuMs: 0 },
    flow: { ms: 0, cpuMs: 0 },
    vocoder: { ms: 0, cpuMs: 0 },
  };
  async function take<Result>(part: keyof PartTimes, work: () => Promise<Result>): Promise<Result> {
    const { ms, cpuMs, result } = await timed(work);
    times[part].ms += ms;
    times[part].cpuMs += cpuMs;
    return result;
  }
  const watched: CosyVoiceParts = {
    rows: parts.rows,
    startLanguageModel: () => directRun(parts.startLanguageModel(), speechCount, take),
    flow: {
      remembers: parts.flow.remembers,
      run: ({ voice, ...request }, signal) =>
        take('flow', () =>
          parts.flow.run(
            {
              ...request,
              voice: forgets
                ? { ...voice, embedding: voice.embedding.map((value) => value + Math.random() / 1e6) }
                : voice,
            },
            signal,
          ),
        ),
    },
    startVocoder: (options) => {
      const stream = parts.startVocoder(options);
      return { push: (mel, isLast, signal) => take('vocoder', () => stream.push(mel, isLast, signal)) };
    },
  };
  return { parts: watched, times };
}

function directRun(
  run: LanguageModelRun,
  speechCount: number,
  take: (part: 'prefill' | 'steps', work: () => Promise<Float32Array>) => Promise<Float32Array>,
): LanguageModelRun {
  const ids = speechTokenIds(3);
  let readCount = 0;
  return {
    get tokenCount() {
      return run.tokenCount;
    },
    async read(embeds) {
      const logits = await take(readCount === 0 ? 'prefill' : 'steps', () => run.read(embeds));
      const isLast = readCount === speechCount;
      readCount += 1;
      const directed = logits.slice();
      if (isLast) directed.fill(-Infinity, 0, ids.speechCount);
      else directed.fill(-Infinity, ids.speechCount);
      return directed;
    },
    dispose: () => {
      run.dispose();
    },
  };
}
