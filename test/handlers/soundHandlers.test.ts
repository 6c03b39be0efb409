import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { dictationEvent, dictationLevel, dictationStart, dictationStop } from '../../protocol/dictation.ts';
import { SpeechError } from '../../protocol/errors.ts';
import {
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackStart,
  playbackStop,
} from '../../protocol/playback.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import type { MicrophoneRequest, SpeechServices } from '../../server/src/handlers/speechServices.ts';
import type { PlaybackListener } from '../../server/src/playback/playback.ts';
import type { Player } from '../../server/src/playback/player.ts';
import { recognizer, synthesizer, voiceActivity } from '../support/fakeEngines.ts';
import { fakeSpeechServices, type SpeechServicesOverrides } from './fakeSpeechServices.ts';
import { connectInMemory, type InMemoryClient } from './inMemoryClient.ts';
import { silentPlayback } from './silentPlayback.ts';
import { never } from '../support/never.ts';

const release = (): Promise<void> => Promise.resolve();

function connect(overrides: SpeechServicesOverrides): InMemoryClient {
  return connectInMemory(fakeSpeechServices(overrides));
}

/** Something that happens when the test says so. */
function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** The code of what a promise rejects with; undefined where it does not. */
async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof SpeechError ? error.code : error),
  );
}

describe('dictation', () => {
  const start = { stream: 'd', source: { kind: 'microphone' } } as const;
  const stop = { definition: dictationStop, params: { stream: 'd' } };

  interface FakeMicrophone {
    readonly requests: MicrophoneRequest[];
    readonly sound: Partial<SpeechServices['sound']>;
    releaseCount(): number;
  }

  /** Silence for ever, until it is stopped. */
  function createMicrophone(): FakeMicrophone {
    const requests: MicrophoneRequest[] = [];
    let releaseCount = 0;
    return {
      requests,
      releaseCount: () => releaseCount,
      sound: {
        openMicrophone: (request) => {
          requests.push(request);
          let isStopped = false;
          return Promise.resolve({
            stop: () => {
              isStopped = true;
              releaseCount += 1;
            },
            async *[Symbol.asyncIterator]() {
              while (!isStopped && !request.stop.aborted) {
                await new Promise((resolve) => setTimeout(resolve, 1));
                yield new Float32Array(512);
              }
            },
          });
        },
      },
    };
  }

  /** An engine that is loaded when the test says so. */
  function slowEngine(loaded: Promise<void>): Partial<SpeechServices['engines']> {
    return {
      openRecognition: async () => {
        await loaded;
        return { recognizer, voiceActivity, [Symbol.asyncDispose]: release };
      },
    };
  }

  const dictate = (client: InMemoryClient, signal = never) =>
    sendRequest(client.connection, { definition: dictationStart, params: start }, signal);

  it('records while its engine is still loaded', async () => {
    const { opened: loaded, open } = createGate();
    const { requests, sound } = createMicrophone();
    using client = connect({ engines: slowEngine(loaded), sound });
    const answer = dictate(client);
    await expect.poll(() => requests.length).toBe(1);
    await sendRequest(client.connection, stop, never);
    open();
    expect(await answer).toEqual({ heardMs: 0, segmentCount: 0 });
  });

  it('hears what is pushed before its engine is loaded', async () => {
    const { opened: loaded, open } = createGate();
    using client = connect({ engines: slowEngine(loaded) });
    const texts: string[] = [];
    onNotification(client.connection, dictationEvent, ({ event }) => {
      if (event.kind === 'final') texts.push(event.segment.text);
    });
    const params = { stream: 'd', source: { kind: 'client', sampleRateHz: 16_000 } } as const;
    const answer = sendRequest(client.connection, { definition: dictationStart, params }, never);
    const tone = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index / 5) / 2);
    const pcm = Buffer.from(encodePcm16(tone)).toString('base64');
    const push = { definition: audioPush, params: { stream: 'd', sequence: 0, pcm } };
    await sendRequest(client.connection, push, never);
    open();
    await sendRequest(client.connection, { definition: audioEnd, params: { stream: 'd' } }, never);
    expect(await answer).toEqual({ heardMs: 1000, segmentCount: 1 });
    expect(texts).toEqual(['hello']);
  });

  it('of a name that is taken is refused, and the first goes on', async () => {
    const microphone = createMicrophone();
    using client = connect({ sound: microphone.sound });
    const answer = dictate(client);
    expect(await refusal(dictate(client))).toBe('invalidInput');
    expect(microphone.releaseCount()).toBe(0);
    await sendRequest(client.connection, stop, never);
    expect(await answer).toMatchObject({ segmentCount: 0 });
    expect(microphone.requests).toHaveLength(1);
    expect(await refusal(sendRequest(client.connection, stop, never))).toBe('invalidInput');
  });

  it.each(['the client leaves', 'it is cancelled'])('lets go of the microphone when %s', async (end) => {
    const microphone = createMicrophone();
    using client = connect({ sound: microphone.sound });
    const controller = new AbortController();
    const answer = refusal(dictate(client, controller.signal));
    await expect.poll(() => microphone.requests.length).toBe(1);
    if (end === 'the client leaves') client.leave();
    else controller.abort(new Error('enough'));
    await expect.poll(() => microphone.releaseCount()).toBeGreaterThan(0);
    await answer;
  });

  it('lets go of the microphone when its engine fails', async () => {
    const microphone = createMicrophone();
    const failed = new SpeechError('engineFailed', { message: 'It died.', hint: 'Again.' });
    const broken = { ...voiceActivity, detect: () => Promise.reject(failed) };
    const lease = { recognizer, voiceActivity: broken, [Symbol.asyncDispose]: release };
    using client = connect({
      sound: microphone.sound,
      engines: { openRecognition: () => Promise.resolve(lease) },
    });
    expect(await refusal(dictate(client))).toBe('engineFailed');
    expect(microphone.releaseCount()).toBeGreaterThan(0);
  });

  it('tells silence as a number', async () => {
    const microphone = createMicrophone();
    using client = connect({ sound: microphone.sound });
    const levels: number[] = [];
    onNotification(client.connection, dictationLevel, ({ rmsDb, peakDb }) => levels.push(rmsDb, peakDb));
    const answer = dictate(client);
    await expect.poll(() => microphone.requests.length).toBe(1);
    microphone.requests[0]?.onLevel({ rmsDb: -Infinity, peakDb: -Infinity });
    await expect.poll(() => levels).toEqual([-100, -100]);
    await sendRequest(client.connection, stop, never);
    await answer;
  });
});

describe('playback', () => {
  const params = { stream: 'p', text: 'One two three.', voice: 'af_heart' };
  const control = { stream: 'p' };

  interface Played {
    readonly listener: PlaybackListener;
    isStopped: boolean;
    end(): void;
  }

  /** Takes every chunk at once, and ends when the test says so. */
  function createFakePlayer(): { readonly played: Played[]; readonly player: Player } {
    const played: Played[] = [];
    const play: Player['play'] = (chunks, { listener = {} }) => {
      const { opened: ended, open: end } = createGate();
      const { opened: stopped, open: stop } = createGate();
      const playing: Played = { listener, isStopped: false, end };
      played.push(playing);
      const take = async (): Promise<void> => {
        const reader = chunks[Symbol.asyncIterator]();
        while (!playing.isStopped && (await reader.next()).done !== true);
        await ended;
      };
      const done = take();
      done.catch(() => undefined);
      return {
        ...silentPlayback,
        seekToMs: (positionMs) => {
          listener.position?.(positionMs);
          return null;
        },
        seekToWord: (offset) => ({
          text: 'a',
          startOffset: offset,
          endOffset: offset + 1,
          startMs: 0,
          endMs: 1,
        }),
        positionMs: () => 250,
        done: () => Promise.race([done, stopped]),
        stop: () => {
          playing.isStopped = true;
          stop();
        },
      };
    };
    return { played, player: { play } };
  }

  const start = (client: InMemoryClient) =>
    sendRequest(client.connection, { definition: playbackStart, params }, never);

  it('stopped before its engine is loaded loads no further', async () => {
    const { player } = createFakePlayer();
    const aborted = createGate();
    const openSynthesis = (_caller: unknown, _choice: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.open();
          reject(signal.reason as Error);
        });
      });
    using client = connect({ sound: { player }, engines: { openSynthesis } });
    const answer = start(client);
    await sendRequest(client.connection, { definition: playbackStop, params: control }, never);
    expect(await answer).toMatchObject({ reason: 'stopped', durationMs: null });
    await aborted.opened;
  });

  it('gives its engine back when all is made', async () => {
    const { played, player } = createFakePlayer();
    const given = createGate();
    const giveBack = (): Promise<void> => {
      given.open();
      return release();
    };
    const lease = { synthesizer, [Symbol.asyncDispose]: giveBack };
    using client = connect({ sound: { player }, engines: { openSynthesis: () => Promise.resolve(lease) } });
    const answer = start(client);
    await given.opened;
    played[0]?.end();
    expect(await answer).toEqual({ reason: 'ended', heardMs: 250, durationMs: 750 });
  });

  it('of a name that is taken is silent, and the first goes on', async () => {
    const { played, player } = createFakePlayer();
    using client = connect({ sound: { player } });
    const answer = start(client);
    expect(await refusal(start(client))).toBe('invalidInput');
    expect(played.map(({ isStopped }) => isStopped)).toEqual([false, true]);
    played[0]?.end();
    expect(await answer).toMatchObject({ reason: 'ended' });
    for (const definition of [playbackPause, playbackResume, playbackStop]) {
      expect(await refusal(sendRequest(client.connection, { definition, params: control }, never))).toBe(
        'invalidInput',
      );
    }
  });

  it('tells what is wrong with the voice', async () => {
    const { player } = createFakePlayer();
    using client = connect({ sound: { player } });
    const call = { definition: playbackStart, params: { ...params, voice: 'nobody' } };
    expect(await refusal(sendRequest(client.connection, call, never))).toBe('unknownVoice');
  });

  it('tells each word, and that it is paused also after a seek', async () => {
    const { played, player } = createFakePlayer();
    using client = connect({ sound: { player } });
    const told: string[] = [];
    onNotification(client.connection, playbackPosition, ({ state, positionMs, word }) =>
      told.push(`${state} ${positionMs} ${word?.text ?? '-'}`),
    );
    const answer = start(client);
    await expect.poll(() => played.length).toBe(1);
    const word = { text: 'a', startOffset: 0, endOffset: 1, startMs: 100, endMs: 110 };
    played[0]?.listener.word?.(word, 112);
    played[0]?.listener.position?.(105);
    await sendRequest(client.connection, { definition: playbackPause, params: control }, never);
    const seek = { stream: 'p', target: { kind: 'time', positionMs: 700 } } as const;
    const found = await sendRequest(client.connection, { definition: playbackSeek, params: seek }, never);
    expect(found.word).toBeNull();
    const back = { stream: 'p', target: { kind: 'text', offset: 4 } } as const;
    const there = await sendRequest(client.connection, { definition: playbackSeek, params: back }, never);
    expect(there.word?.startOffset).toBe(4);
    await sendRequest(client.connection, { definition: playbackResume, params: control }, never);
    played[0]?.end();
    await answer;
    expect(told).toEqual(['playing 112 a', 'playing 105 a', 'paused 250 -', 'paused 700 -', 'playing 250 -']);
  });
});
