import {
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStart,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { SynthesisChunk, SynthesisRequest, WordTime } from '../../../protocol/synthesis.ts';
import type { SynthesisLease } from '../enginePool/sharedEngines.ts';
import type { Playback, PlaybackListener } from '../playback/playback.ts';
import { speak } from '../synthesis/pipeline.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { createLateLease, type LateLease } from './lateLease.ts';
import { leaseSynthesis } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createStreamTable } from './streamTable.ts';

export function playbackHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const playbacks = createStreamTable<RunningPlayback>('playback');
  return [
    handle(playbackStart, async ({ stream, device, speed, provider, priority, ...request }, signal) => {
      const options = { provider, priority };
      const heard = new AbortController();
      const making = AbortSignal.any([signal, heard.signal]);
      await using engine = createLateLease(() =>
        leaseSynthesis({ voice: request.voice, options, services, client }, making),
      );
      const made = measureLength(makeSpeech(engine, request, making));
      const position = createPositionTeller(stream, client);
      // The engine is loaded for the first chunk, so that a pause or a stop may come meanwhile.
      const playback = services.sound.player.play(made.chunks, {
        signal,
        ...(device !== undefined && { device }),
        ...(speed !== undefined && { speed }),
        listener: position,
      });
      const running: RunningPlayback = { playback, isStopped: false, position };
      try {
        using _open = playbacks.open(stream, running);
        await playback.done();
      } finally {
        // After a failure it would wait to be resumed.
        playback.stop();
        heard.abort();
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
      position.tellState('paused', playback.positionMs());
      return Promise.resolve({});
    }),

    handle(playbackResume, ({ stream }) => {
      const { playback, position } = playbacks.get(stream);
      playback.resume();
      position.tellState('playing', playback.positionMs());
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

/** The engine is kept while speech is made. */
async function* makeSpeech(
  engine: LateLease<SynthesisLease>,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  await using leased = await engine.take();
  yield* speak(leased.synthesizer, request, signal);
}

type PlaybackState = 'playing' | 'paused';

interface PositionTeller extends Required<Pick<PlaybackListener, 'word' | 'position'>> {
  tellState(state: PlaybackState, positionMs: number): void;
}

/** Tells a client where the sound is. A client that is gone aborts the playback. */
function createPositionTeller(stream: string, client: Client): PositionTeller {
  let state: PlaybackState = 'playing';
  let current: WordTime | null = null;
  const tell = (positionMs: number, word: WordTime | null): void => {
    client.notify(playbackPosition, { stream, state, positionMs, word }).catch(() => undefined);
  };
  const tellPosition = (positionMs: number): void => {
    const isHeard = current !== null && positionMs >= current.startMs && positionMs < current.endMs;
    tell(positionMs, isHeard ? current : null);
  };
  return {
    word(word, positionMs) {
      current = word;
      // Also a word so short that the next one begins already.
      tell(Math.max(positionMs, word.startMs), word);
    },
    position: tellPosition,
    tellState(next, positionMs) {
      state = next;
      tellPosition(positionMs);
    },
  };
}
