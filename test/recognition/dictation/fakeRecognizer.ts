import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import type { RecognizedUtterance, Recognizer } from '../../../server/src/recognition/recognizer.ts';

export interface FakeCall {
  readonly soundMs: number;
  readonly options: RecognitionOptions;
  readonly signal: AbortSignal;
}

export interface FakeRecognizer extends Recognizer {
  /** In the order they were made. */
  readonly calls: readonly FakeCall[];
}

/**
 * Recognises what a function says it hears in that much sound, a call being given as how many milliseconds long it is
 * and the how many-th.
 */
export function createFakeRecognizer(
  hear: (soundMs: number, callIndex: number) => string | Promise<string>,
  maxUtteranceMs = 30_000,
): FakeRecognizer {
  const calls: FakeCall[] = [];
  return {
    calls,
    description: { engine: 'fake', model: 'fake', provider: 'cpu', languages: ['en'], maxUtteranceMs },
    async recognize(samples, options, signal) {
      const soundMs = samples.length / 16;
      calls.push({ soundMs, options, signal });
      return utterance(await hear(soundMs, calls.length - 1));
    },
    dispose: () => Promise.resolve(),
  };
}

/** A word every half second, the last one cut off. */
export function countedWords(soundMs: number): string {
  const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  const count = Math.floor(soundMs / 500) + 1;
  return Array.from({ length: count }, (_unused, index) => numbers[index % 10]).join(' ') + ' cut';
}

function utterance(text: string): RecognizedUtterance {
  return {
    text,
    language: 'en',
    languageConfidence: null,
    emotion: 'happy',
    emotionConfidence: null,
    events: [{ type: 'laughter', startMs: 10, endMs: 20, confidence: 0.9 }],
    words: [{ text, startMs: 0, endMs: 100, confidence: null }],
    confidence: 0.5,
  };
}
