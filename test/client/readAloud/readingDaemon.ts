import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { Infer } from '../../../protocol/message.ts';
import {
  documentPlaybackStart,
  playbackPosition,
  playbackReplacedVoice,
  playbackSeek,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { WordTime } from '../../../protocol/synthesis.ts';

type Reading = Infer<typeof documentPlaybackStart.params>;

/** A daemon that says every word outside of blocks of code, when a test has it heard. */
export interface ReadingDaemon {
  readonly connection: SpeechConnection;
  readonly requests: readonly Reading[];
  last(): Reading;
  /** Resolves when so many readings were asked for. */
  started(count: number): Promise<void>;
  hear(word: string): void;
  /** Says that a voice is not there, named where the text has it first. */
  replace(voice: string): void;
  /** The word that would be heard first, or was sought last. */
  next(): string | null;
  end(): void;
}

export function createReadingDaemon(): ReadingDaemon {
  const requests: Reading[] = [];
  const ends: (() => void)[] = [];
  const handlers = new Map<unknown, (params: unknown) => void>();
  let sought: number | null = null;

  const last = (): Reading => {
    const request = requests.at(-1);
    if (request === undefined) throw new Error('Nothing is read.');
    return request;
  };
  const wordFrom = (offset: number): WordTime | null =>
    spokenWords(last()).find(({ endOffset }) => endOffset > offset) ?? null;

  const answer = (method: string, params: object, signal: AbortSignal): Promise<unknown> => {
    if (method === documentPlaybackStart.method) {
      requests.push(params as Reading);
      sought = null;
      return new Promise((resolve, reject) => {
        ends.push(() => {
          resolve({ reason: 'ended', heardMs: 0, durationMs: 0, dropped: [] });
        });
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    }
    if (method === playbackSeek.method) {
      const { target } = params as Infer<typeof playbackSeek.params>;
      sought = target.kind === 'text' ? target.offset : 0;
      return Promise.resolve({ word: wordFrom(sought) });
    }
    if (method === playbackStop.method) return Promise.resolve({});
    throw new Error(`Not asked for in tests: ${method}`);
  };

  const connection = {
    signal: new AbortController().signal,
    request: ({ method }: { readonly method: string }, params: object, signal: AbortSignal) =>
      answer(method, params, signal),
    on(definition: unknown, handler: (params: unknown) => void) {
      handlers.set(definition, handler);
      return { [Symbol.dispose]: () => undefined };
    },
    [Symbol.dispose]: () => undefined,
  } as unknown as SpeechConnection;

  return {
    connection,
    requests,
    last,
    async started(count) {
      while (requests.length < count) await new Promise((resolve) => setImmediate(resolve));
    },
    hear(text) {
      const word = spokenWords(last()).find((one) => one.text === text);
      if (word === undefined) throw new Error(`"${text}" is not said.`);
      const position: Infer<typeof playbackPosition.params> = {
        stream: last().stream,
        state: 'playing',
        positionMs: word.startMs,
        word,
      };
      handlers.get(playbackPosition)?.(position);
    },
    replace(voice) {
      const startOffset = last().text.indexOf(voice);
      const replaced: Infer<typeof playbackReplacedVoice.params> = {
        stream: last().stream,
        voice,
        spokenBy: last().voice,
        source: { startOffset, endOffset: startOffset + voice.length },
        message: 'There is none.',
        hint: 'Choose.',
      };
      handlers.get(playbackReplacedVoice)?.(replaced);
    },
    next: () => wordFrom(sought ?? 0)?.text ?? null,
    end() {
      ends.at(-1)?.();
    },
  };
}

/** @returns with offsets for times */
function spokenWords({ text, range }: Reading): WordTime[] {
  const { startOffset: from, endOffset: to } = range ?? { startOffset: 0, endOffset: text.length };
  const prose = text.replace(/```[^]*?```/g, (code) => ' '.repeat(code.length));
  return [...prose.matchAll(/\w+/g)]
    .map(({ 0: word, index }) => ({
      text: word,
      startOffset: index,
      endOffset: index + word.length,
      startMs: index,
      endMs: index + word.length,
    }))
    .filter(({ startOffset, endOffset }) => startOffset >= from && endOffset <= to);
}
