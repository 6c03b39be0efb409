import { SpeechError } from '../../../protocol/errors.ts';

/** What the long requests of one connection offer to its other requests, by the names the client gave them. */
export interface StreamTable<Entry> {
  /** @throws SpeechError invalidInput when the name is taken */
  open(stream: string, entry: Entry): Disposable;
  /** @throws SpeechError invalidInput when no such stream is open */
  get(stream: string): Entry;
}

/** @param kind  what such a stream is, for messages: "dictation" */
export function createStreamTable<Entry>(kind: string): StreamTable<Entry> {
  const entries = new Map<string, Entry>();
  return {
    open(stream, entry) {
      if (entries.has(stream)) {
        throw new SpeechError('invalidInput', {
          message: `The stream "${stream}" is open already.`,
          hint: 'Give each request that runs a stream name of its own.',
        });
      }
      entries.set(stream, entry);
      return { [Symbol.dispose]: () => void entries.delete(stream) };
    },
    get(stream) {
      const entry = entries.get(stream);
      if (entry !== undefined) return entry;
      throw new SpeechError('invalidInput', {
        message: `There is no ${kind} "${stream}" on this connection.`,
        hint: 'It has ended, was never started, or was started on another connection.',
      });
    },
  };
}
