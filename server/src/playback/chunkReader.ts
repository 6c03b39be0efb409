import type { SynthesisChunk } from '../../../protocol/synthesis.ts';

/** Takes chunks one by one, only when asked, and remembers how they ended. */
export interface ChunkReader {
  /** Asks for the next one, unless it is on its way or there is none. */
  request(): void;
  /** Whether there will be no further one. */
  isOver(): boolean;
  /** What the chunks threw at their end, if they did. */
  failure(): unknown;
  /** Tells the source that nobody reads on. */
  close(): void;
}

/** @param onChange  called after each chunk and at the end */
export function createChunkReader(
  chunks: AsyncIterable<SynthesisChunk>,
  onChunk: (chunk: SynthesisChunk) => void,
  onChange: () => void,
): ChunkReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let isAsking = false;
  let isOver = false;
  let failure: unknown;

  async function ask(): Promise<void> {
    try {
      const next = await iterator.next();
      if (isOver) return;
      if (next.done === true) isOver = true;
      else onChunk(next.value);
    } catch (error) {
      failure = error;
      isOver = true;
    } finally {
      isAsking = false;
      onChange();
    }
  }

  return {
    request() {
      if (isAsking || isOver) return;
      isAsking = true;
      void ask();
    },
    isOver: () => isOver,
    failure: () => failure,
    close() {
      isOver = true;
      // A source that is computing answers when it is done; nobody waits for it.
      void iterator.return?.().catch(() => undefined);
    },
  };
}
