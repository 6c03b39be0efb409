import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { dictationEvent, dictationLevel, dictationStart, dictationStop } from '../../protocol/dictation.ts';
import { SpeechError } from '../../protocol/errors.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import type { SynthesisChunk } from '../../protocol/synthesis.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import type { MicrophoneRequest, SpeechServices } from '../../server/src/handlers/speechServices.ts';
import type { Player } from '../../server/src/playback/player.ts';
import { recognizer, voiceActivity } from '../support/fakeEngines.ts';
import { type InMemoryClient } from './inMemoryClient.ts';
import { never } from '../support/never.ts';
import { connect } from './handlerClient.ts';
import { silentPlayback } from './silentPlayback.ts';
import { createGate, refusal, release } from './gate.ts';

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
        return { recognizer, voiceActivity, loadMs: 0, [Symbol.asyncDispose]: release };
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
    const lease = { recognizer, voiceActivity: broken, loadMs: 0, [Symbol.asyncDispose]: release };
    using client = connect({
      sound: microphone.sound,
      engines: { openRecognition: () => Promise.resolve(lease) },
    });
    expect(await refusal(dictate(client))).toBe('engineFailed');
    expect(microphone.releaseCount()).toBeGreaterThan(0);
  });

  describe.each([
    ['with earcons', true, ['rising', 'falling']],
    ['without', false, []],
  ])('%s', (_, earcons, expected) => {
    it('signals once that it hears, and once that it no longer does', async () => {
      const microphone = createMicrophone();
      const played: Promise<string>[] = [];
      const player: Player = {
        play: (chunks) => {
          played.push(directionOf(chunks));
          // As where there is no speaker.
          return { ...silentPlayback, done: () => Promise.reject(new Error('no speaker')) };
        },
      };
      using client = connect({ sound: { ...microphone.sound, player } });
      const answer = sendRequest(
        client.connection,
        { definition: dictationStart, params: { ...start, earcons } },
        never,
      );
      await expect.poll(() => microphone.requests.length).toBe(1);
      expect(played).toEqual([]);
      microphone.requests[0]?.onLevel({ rmsDb: -50, peakDb: -40 });
      microphone.requests[0]?.onLevel({ rmsDb: -50, peakDb: -40 });
      await sendRequest(client.connection, stop, never);
      await answer;
      expect(await Promise.all(played)).toEqual(expected);
    });
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

/** By how often the sound crosses zero in its first and in its second half. */
async function directionOf(chunks: AsyncIterable<SynthesisChunk>): Promise<string> {
  const parts: Float32Array[] = [];
  for await (const { samples } of chunks) parts.push(samples);
  const samples = joinSamples(parts);
  const middle = samples.length / 2;
  const crossings = (part: Float32Array): number =>
    part.filter((sample, index) => sample > 0 && (part[index - 1] ?? 0) <= 0).length;
  const [first, second] = [crossings(samples.subarray(0, middle)), crossings(samples.subarray(middle))];
  return second > first ? 'rising' : 'falling';
}
