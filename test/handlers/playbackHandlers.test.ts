import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import {
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackStart,
  playbackStop,
} from '../../protocol/playback.ts';
import type { PlaybackListener } from '../../server/src/playback/playback.ts';
import type { Player } from '../../server/src/playback/player.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { type InMemoryClient } from './inMemoryClient.ts';
import { never } from '../support/never.ts';
import { connect } from './handlerClient.ts';
import { createGate, refusal, release } from './gate.ts';
import { silentPlayback } from './silentPlayback.ts';

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
    const lease = { synthesizer, loadMs: 0, [Symbol.asyncDispose]: giveBack };
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
