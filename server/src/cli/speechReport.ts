import { SpeechError } from '../../../protocol/errors.ts';
import type { SpeechAbility } from '../../../protocol/expression.ts';
import type { SynthesisChunk, SynthesisSummary, WordTime } from '../../../protocol/synthesis.ts';
import type { CommandContext } from './command.ts';
import { formatDuration, round } from './format.ts';
import type { LinePosition } from '../text/lineIndex.ts';
import { describeTakes } from './describeTakes.ts';

/** Something asked of a voice that it cannot do. */
export interface DroppedRecord {
  readonly ability: SpeechAbility;
  readonly voice: string;
  readonly message: string;
  /** The first place that asks for it; null: the cast does. */
  readonly range: PlacedRange | null;
}

/** A voice that there is not, for which another one spoke. */
export interface ReplacedRecord {
  readonly voice: string;
  readonly message: string;
  /** The first place that names it. */
  readonly range: PlacedRange;
}

export interface PlacedRange {
  readonly start: LinePosition;
  readonly end: LinePosition;
}

export interface SpokenResult {
  readonly out: string | undefined;
  readonly voice: string;
  readonly summary: SynthesisSummary;
  readonly words: readonly WordTime[];
  /** What the voices could not do; empty for plain text. */
  readonly dropped: readonly DroppedRecord[];
  /** Empty for plain text. */
  readonly replaced: readonly ReplacedRecord[];
}

export function reportSpeech(result: SpokenResult, { output }: CommandContext): void {
  const { out, voice, summary, words, dropped, replaced } = result;
  const { engine, model, provider, sampleRateHz, durationMs, elapsedMs, firstAudioMs, loadMs, takes } =
    summary;
  output.record({
    ok: true,
    out: out ?? null,
    voice,
    engine,
    model,
    provider,
    sampleRate: sampleRateHz,
    durationMs: round(durationMs),
    elapsedMs: round(elapsedMs),
    firstAudioMs: firstAudioMs === null ? null : round(firstAudioMs),
    rtf: round(elapsedMs / durationMs, 4),
    loadMs: round(loadMs),
    words: words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: round(startMs),
      endMs: round(endMs),
      confidence: null,
    })),
    dropped,
    replaced,
    takes: takes ?? null,
  });
  if (out !== undefined) output.result(out);
  if (output.isJson) return;
  for (const line of describeTakes(takes ?? [])) output.note(line);
  const first = firstAudioMs === null ? '' : `, first sound after ${formatDuration(firstAudioMs)}`;
  output.note(
    `${formatDuration(durationMs)} of speech in ${formatDuration(elapsedMs)} (RTF ${(elapsedMs / durationMs).toFixed(2)}${first})`,
  );
}

/** What went by of the speech, counted while it is written or played. */
export interface Tally {
  watch(chunks: AsyncIterable<SynthesisChunk>): AsyncIterable<SynthesisChunk>;
  readonly words: readonly WordTime[];
}

/** Words are kept only where they are printed: a long text has as many as a book. */
export function createTally(keepsWords: boolean, onChunk: (chunk: SynthesisChunk) => void): Tally {
  const words: WordTime[] = [];
  let sampleCount = 0;
  return {
    words,
    async *watch(chunks) {
      for await (const chunk of chunks) {
        if (keepsWords) words.push(...chunk.words);
        sampleCount += chunk.samples.length;
        yield chunk;
        onChunk(chunk);
      }
      if (sampleCount === 0) throw nothingToSay();
    },
  };
}

function nothingToSay(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The text has no words to say.',
    hint: 'Give a text with at least one word.',
  });
}
