import path from 'node:path';
import { onNotification } from '../../../protocol/calls.ts';
import {
  dictationEvent,
  dictationLevel,
  dictationStart,
  dictationStop,
  type DictationEvent,
} from '../../../protocol/dictation.ts';
import type { Infer } from '../../../protocol/message.ts';
import { recognitionSegment, recognizeFile } from '../../../protocol/recognition.ts';
import {
  synthesisAudio,
  synthesize,
  type SynthesisChunk,
  type SynthesisSummary,
} from '../../../protocol/synthesis.ts';
import { decodePcm } from '../audio/pcm.ts';
import type { DaemonConnection } from '../daemon/daemonConnection.ts';
import type { DictationRequest, SpeechAccess } from './speechAccess.ts';
import { createItemQueue } from '../streams/itemQueue.ts';

/** Speech by the engines of the daemon, one request at a time. */
export function createDaemonSpeech(connection: DaemonConnection): SpeechAccess {
  let streamCount = 0;
  const nextStream = (): string => `s${(streamCount += 1)}`;
  return {
    async speakText(request, { provider, pace, takes: heardTakes }, signal) {
      const takes = heardTakes && { count: heardTakes.count, engine: heardTakes.engine };
      const stream = nextStream();
      const pieces = receivePieces(connection, stream);
      let summary: SynthesisSummary | null = null;
      const heard = new AbortController();
      const answer = connection
        .request(
          synthesize,
          { ...request, stream, provider, pace, ...(takes && { takes }) },
          AbortSignal.any([signal, heard.signal]),
        )
        .then((result) => (summary = result))
        .finally(pieces.close);
      pieces.endWith(answer);
      const reader = pieces.chunks[Symbol.asyncIterator]();
      // What is wrong with the request is told before anything is done with the sound.
      const first = await reader.next();
      const { sampleRateHz } = first.done === true ? await answer : first.value;
      return {
        sampleRateHz,
        chunks: chunksFrom(first, reader, heard),
        summary: () => {
          if (summary === null) throw new Error('The speech has not ended yet.');
          return summary;
        },
      };
    },

    async hearFile(file, { onHeard, onOpen, ...choice }, signal) {
      const stream = nextStream();
      onOpen?.(null);
      const subscription = onNotification(connection.rpc, recognitionSegment, (told) => {
        if (told.stream === stream) onHeard?.(told.heardMs);
      });
      try {
        return await connection.request(
          recognizeFile,
          { path: path.resolve(file), stream, ...choice },
          signal,
        );
      } finally {
        subscription.dispose();
      }
    },

    dictate: (request, signal) => dictateThere(connection, { ...request, stream: nextStream() }, signal),
  };
}

interface ReceivedPieces {
  readonly chunks: AsyncIterable<SynthesisChunk>;
  endWith(answer: Promise<unknown>): void;
  readonly close: () => void;
}

/** About fifteen and five seconds: a listener is slower than the daemon, and must not hold a whole book. */
const manyPieces = 75;
const fewPieces = 25;

function receivePieces(connection: DaemonConnection, stream: string): ReceivedPieces {
  const queue = createItemQueue<SynthesisChunk>({
    onTaken: (waitingCount) => {
      if (waitingCount <= fewPieces) connection.setHeld(false);
    },
  });
  let textOffset = 0;
  const subscription = onNotification(connection.rpc, synthesisAudio, (piece) => {
    if (piece.stream !== stream) return;
    const chunk = toChunk(piece, textOffset);
    textOffset = chunk.endOffset;
    queue.add(chunk);
    if (queue.size >= manyPieces) connection.setHeld(true);
  });
  return {
    chunks: queue.items,
    endWith: (answer) => {
      queue.endWith(answer);
    },
    close: () => {
      subscription.dispose();
    },
  };
}

/** @param textOffset  how far the text was spoken before */
function toChunk(piece: Infer<typeof synthesisAudio.params>, textOffset: number): SynthesisChunk {
  const { pcm, startMs, sampleRateHz, words } = piece;
  return {
    samples: decodePcm(Buffer.from(pcm, 'base64'), 'int16'),
    sampleRateHz,
    startMs,
    words,
    startOffset: words[0]?.startOffset ?? textOffset,
    endOffset: words.at(-1)?.endOffset ?? textOffset,
  };
}

/** @param heard  aborted when the reader has all or wants no more, so that no more is made */
async function* chunksFrom(
  first: IteratorResult<SynthesisChunk>,
  reader: AsyncIterator<SynthesisChunk>,
  heard: AbortController,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  try {
    for (let next = first; next.done !== true; next = await reader.next()) yield next.value;
  } finally {
    await reader.return?.();
    heard.abort();
  }
}

async function* dictateThere(
  connection: DaemonConnection,
  {
    stream,
    engine,
    provider,
    device,
    stop,
    onListening,
    ...options
  }: DictationRequest & { readonly stream: string },
  signal: AbortSignal,
): AsyncGenerator<DictationEvent, void, undefined> {
  const queue = createItemQueue<DictationEvent>();
  const subscription = onNotification(connection.rpc, dictationEvent, (told) => {
    if (told.stream === stream) queue.add(told.event);
  });
  // The first level says that the microphone is heard.
  const listening = onNotification(connection.rpc, dictationLevel, (told) => {
    if (told.stream !== stream) return;
    listening.dispose();
    onListening?.();
  });
  const source = { kind: 'microphone', ...(device !== undefined && { device }) } as const;
  const heard = new AbortController();
  const params = { stream, source, engine, provider, ...options };
  queue.endWith(connection.request(dictationStart, params, AbortSignal.any([signal, heard.signal])));
  const end = (): void => {
    // Where it has ended meanwhile there is nothing to stop.
    connection.request(dictationStop, { stream }, signal).catch(() => undefined);
  };
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  try {
    yield* queue.items;
  } finally {
    // A reader that wants no more also lets go of the microphone.
    heard.abort();
    stop.removeEventListener('abort', end);
    subscription.dispose();
    listening.dispose();
  }
}
