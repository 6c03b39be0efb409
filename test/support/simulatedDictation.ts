import { expect } from 'vitest';
import type { DictationEvent, DictationFinal } from '../../protocol/dictation.ts';
import type { RecognitionOptions, TranscriptSegment } from '../../protocol/recognition.ts';
import { dictate } from '../../server/src/recognition/dictation/dictate.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import type { VoiceActivityDetector } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import { never } from './never.ts';
import { createSimulatedTime } from './simulatedTime.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';

export interface DictationParts {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  readonly options?: RecognitionOptions;
}

export interface SimulatedDictation {
  readonly events: readonly DictationEvent[];
  readonly finals: readonly DictationFinal[];
  readonly text: string;
  /** The same sound as a recording. */
  readonly offline: readonly TranscriptSegment[];
  readonly offlineText: string;
  /** From the start of the speech to the first partial. */
  readonly firstPartialMs: number;
  readonly partialCount: number;
}

/** Dictates in simulated real time, a second of silence at the end, and fails where a committed word changes. */
export async function dictateSimulated(
  recorded: Float32Array,
  { recognizer, voiceActivity, options = {} }: DictationParts,
): Promise<SimulatedDictation> {
  const samples = joinSamples([recorded, new Float32Array(recognitionSampleRateHz)]);
  const time = createSimulatedTime();
  const tools = {
    recognizer: time.timed(recognizer),
    voiceActivity: time.untimed(voiceActivity),
    options,
    clock: time.clock,
  };
  const told: { readonly event: DictationEvent; readonly atMs: number }[] = [];
  for await (const event of dictate(time.microphone(samples), tools, never)) {
    told.push({ event, atMs: time.clock.now() });
  }
  const events = told.map(({ event }) => event);
  expectCommittedToStay(events);
  const finals = events.filter((event) => event.kind === 'final');
  const [start] = events.filter((event) => event.kind === 'speechStart');
  const firstPartial = told.find(({ event }) => event.kind === 'partial');
  const offline = await transcribed(samples, { recognizer, voiceActivity, options });
  return {
    events,
    finals,
    text: toText(finals.map(({ segment }) => segment)),
    offline,
    offlineText: toText(offline),
    firstPartialMs: (firstPartial?.atMs ?? Infinity) - (start?.startMs ?? 0),
    partialCount: events.filter(({ kind }) => kind === 'partial').length,
  };
}

export function expectCommittedToStay(events: readonly DictationEvent[]): void {
  const committed = new Map<number, string>();
  for (const event of events) {
    if (event.kind !== 'partial' && event.kind !== 'final') continue;
    const text = event.kind === 'partial' ? event.committedText : event.segment.text;
    const before = committed.get(event.segmentId) ?? '';
    expect(text.slice(0, before.length)).toBe(before);
    committed.set(event.segmentId, text);
  }
}

async function transcribed(
  samples: Float32Array,
  { recognizer, voiceActivity, options = {} }: DictationParts,
): Promise<TranscriptSegment[]> {
  async function* source(): AsyncGenerator<Float32Array> {
    yield await Promise.resolve(samples);
  }
  const segments: TranscriptSegment[] = [];
  const tools = { recognizer, voiceActivity, options };
  for await (const segment of transcribe(source(), tools, never)) segments.push(segment);
  return segments;
}

function toText(segments: readonly TranscriptSegment[]): string {
  return segments.map(({ text }) => text).join(' ');
}
