import { historyPlay } from '../../../protocol/history.ts';
import {
  documentPlaybackStart,
  playbackPause,
  playbackReplacedVoice,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStart,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import type { ReplacedVoice } from '../modelLibrary/replaceUnknownVoices.ts';
import type { Playback } from '../playback/playback.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { createPositionTeller, type PositionTeller } from './positionTeller.ts';
import { openDocumentSpeech, openKeptSound, openTextSpeech, type SpeechSource } from './speechSource.ts';
import type { SpeechServices } from './speechServices.ts';
import { createStreamTable } from './streamTable.ts';

export function playbackHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const playbacks = createStreamTable<RunningPlayback>('playback');

  const play = async <Source extends SpeechSource>(
    { stream, device, speed }: PlaybackRequest,
    openSpeech: (signal: AbortSignal) => Source,
    signal: AbortSignal,
  ): Promise<PlayedSpeech & { readonly speech: Source }> => {
    const heard = new AbortController();
    await using speech = openSpeech(AbortSignal.any([signal, heard.signal]));
    const made = measureLength(speech.chunks);
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
      speech,
      reason: running.isStopped ? 'stopped' : 'ended',
      heardMs: playback.positionMs(),
      durationMs: made.durationMs(),
    };
  };

  return [
    handle(playbackStart, async (params, signal) => {
      const { stream, device, speed, provider, priority, takes, ...request } = params;
      const asking = { options: { provider, priority, takes }, services, client };
      const open = (making: AbortSignal): SpeechSource => openTextSpeech(request, asking, making);
      const { reason, heardMs, durationMs } = await play({ stream, device, speed }, open, signal);
      return { reason, heardMs, durationMs };
    }),

    handle(documentPlaybackStart, async (params, signal) => {
      const { stream, device, speed, provider, priority, takes, ...document } = params;
      const asking = { options: { provider, priority, takes }, services, client };
      const onReplaced = ({ voice, source, message, hint }: ReplacedVoice): void => {
        const spokenBy = document.voice;
        const told = { stream, voice, spokenBy, source: { ...source }, message, hint };
        client.notify(playbackReplacedVoice, told).catch(() => undefined);
      };
      const { speech, ...played } = await play(
        { stream, device, speed },
        (making) => openDocumentSpeech(document, { asking, onReplaced }, making),
        signal,
      );
      return { ...played, dropped: [...speech.dropped()] };
    }),

    handle(historyPlay, async ({ stream, device, speed, id }, signal) => {
      const sound = await services.history.readSound(id);
      const open = (): SpeechSource => openKeptSound(sound);
      const { reason, heardMs, durationMs } = await play({ stream, device, speed }, open, signal);
      return { reason, heardMs, durationMs };
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
      const word =
        target.kind === 'time' ? playback.seekToMs(target.positionMs) : playback.seekToWord(target.offset);
      return Promise.resolve({ word });
    }),

    handle(playbackSpeed, ({ stream, speed }) => {
      playbacks.get(stream).playback.setSpeed(speed);
      return Promise.resolve({});
    }),
  ];
}

interface PlaybackRequest {
  readonly stream: string;
  readonly device: string | undefined;
  readonly speed: number | undefined;
}

interface PlayedSpeech {
  readonly reason: 'ended' | 'stopped';
  readonly heardMs: number;
  readonly durationMs: number | null;
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
