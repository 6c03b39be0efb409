import {
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStart,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { SynthesisChunk, WordTime } from '../../../protocol/synthesis.ts';
import type { Playback } from '../playback/playback.ts';
import { speak } from '../synthesis/pipeline.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseSynthesis } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createStreamTable } from './streamTable.ts';

export function playbackHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const playbacks = createStreamTable<RunningPlayback>('playback');
  return [
    handle(playbackStart, async ({ stream, device, speed, provider, priority, ...request }, signal) => {
      const options = {
        ...(provider !== undefined && { provider }),
        ...(priority !== undefined && { priority }),
      };
      await using lease = await leaseSynthesis({ voice: request.voice, options, services, client }, signal);
      const made = measureLength(speak(lease.synthesizer, request, signal));
      const position = createPositionTeller(stream, client);
      const playback = services.sound.player.play(made.chunks, {
        signal,
        ...(device !== undefined && { device }),
        ...(speed !== undefined && { speed }),
        listener: position,
      });
      const running: RunningPlayback = { playback, isStopped: false, position };
      using _open = playbacks.open(stream, running);
      try {
        await playback.done();
      } finally {
        // After a failure it would wait to be resumed.
        playback.stop();
      }
      return {
        reason: running.isStopped ? ('stopped' as const) : ('ended' as const),
        heardMs: playback.positionMs(),
        durationMs: made.durationMs(),
      };
    }),

    handle(playbackPause, ({ stream }) => {
      const { playback, position } = playbacks.get(stream);
      playback.pause();
      position.tell('paused', playback.positionMs());
      return Promise.resolve({});
    }),

    handle(playbackResume, ({ stream }) => {
      const { playback, position } = playbacks.get(stream);
      playback.resume();
      position.tell('playing', playback.positionMs());
      return Promise.resolve({});
    }),

    handle(playbackStop, ({ stream }) => {
      const running = playbacks.get(stream);
      running.isStopped = true;
      running.playback.stop();
      return Promise.resolve({});
    }),

    handle(playbackSeek, ({ stream, target }) => {
      const { playback } = playbacks.get(stream);
      if (target.kind === 'time') playback.seekToMs(target.positionMs);
      else playback.seekToWord(target.offset);
      return Promise.resolve({});
    }),

    handle(playbackSpeed, ({ stream, speed }) => {
      playbacks.get(stream).playback.setSpeed(speed);
      return Promise.resolve({});
    }),
  ];
}

interface RunningPlayback {
  readonly playback: Playback;
  readonly position: PositionTeller;
  isStopped: boolean;
}

interface MeasuredChunks {
  readonly chunks: AsyncIterable<SynthesisChunk>;
  /** Of the whole sound; null while it is not all made. */
  durationMs(): number | null;
}

function measureLength(chunks: AsyncIterable<SynthesisChunk>): MeasuredChunks {
  let endMs = 0;
  let isWhole = false;
  return {
    chunks: pass(),
    durationMs: () => (isWhole ? endMs : null),
  };

  async function* pass(): AsyncGenerator<SynthesisChunk> {
    for await (const chunk of chunks) {
      endMs = chunk.startMs + (chunk.samples.length * 1000) / chunk.sampleRateHz;
      yield chunk;
    }
    isWhole = true;
  }
}

type PlaybackState = 'playing' | 'paused';

interface PositionTeller {
  word(word: WordTime, positionMs: number): void;
  position(positionMs: number): void;
  tell(state: PlaybackState, positionMs: number): void;
}

/** Tells a client where the sound is. A client that is gone aborts the playback. */
function createPositionTeller(stream: string, client: Client): PositionTeller {
  let current: WordTime | null = null;
  const tell = (state: PlaybackState, positionMs: number): void => {
    const isHeard = current !== null && positionMs >= current.startMs && positionMs < current.endMs;
    client
      .notify(playbackPosition, { stream, state, positionMs, word: isHeard ? current : null })
      .catch(() => undefined);
  };
  return {
    word(word, positionMs) {
      current = word;
      tell('playing', Math.max(positionMs, word.startMs));
    },
    position(positionMs) {
      tell('playing', positionMs);
    },
    tell,
  };
}
