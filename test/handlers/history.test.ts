import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { dictationEvent, dictationStart, dictationVocabulary } from '../../protocol/dictation.ts';
import { historyDelete, historyList, historyPlay, historyTranscribe } from '../../protocol/history.ts';
import type { RecognitionOptions } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { createUtteranceHistory } from '../../server/src/history/utteranceHistory.ts';
import type { Player } from '../../server/src/playback/player.ts';
import { recognizer, voiceActivity } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { fakeSpeechServices } from './fakeSpeechServices.ts';
import { connectInMemory, type InMemoryClient } from './inMemoryClient.ts';
import { silentPlayback } from './silentPlayback.ts';

const limits = { utteranceCount: 10, keepMs: 60_000, hasSound: true };
const rateHz = 16_000;
const place = { folder: '' };

beforeEach(() => {
  place.folder = mkdtempSync(path.join(tmpdir(), 'aloud-history-'));
});
afterEach(() => {
  rmSync(place.folder, { recursive: true, force: true });
});

interface Heard {
  readonly samples: Float32Array;
  readonly options: RecognitionOptions;
}

interface HistoryClient extends InMemoryClient {
  /** What engines were given, by the name of the engine. */
  readonly heard: Readonly<Record<'moonshine' | 'whisper-base', Heard[]>>;
  readonly played: number[];
}

/** Two engines: the one that is taken hears "hello", Whisper hears "HELLO". */
function connect(): HistoryClient {
  const heard: HistoryClient['heard'] = { moonshine: [], 'whisper-base': [] };
  const played: number[] = [];
  const history = createUtteranceHistory({
    folder: path.join(place.folder, 'history'),
    limitBytes: 1e8,
    nowMs: () => Date.now(),
    onChanged: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  const engineOf = (name: 'moonshine' | 'whisper-base', text: string): typeof recognizer => ({
    ...recognizer,
    description: { ...recognizer.description, engine: name },
    recognize: async (samples, options, signal) => {
      heard[name].push({ samples, options });
      return { ...(await recognizer.recognize(samples, options, signal)), text };
    },
  });
  const engines = {
    moonshine: engineOf('moonshine', 'hello'),
    'whisper-base': engineOf('whisper-base', 'HELLO'),
  };
  const play: Player['play'] = (chunks) => {
    const take = async (): Promise<void> => {
      for await (const { samples, sampleRateHz } of chunks) played.push(samples.length / sampleRateHz);
    };
    const done = take();
    return { ...silentPlayback, positionMs: () => 1000, done: () => done };
  };
  const client = connectInMemory(
    fakeSpeechServices({
      history,
      sound: { player: { play } },
      library: {
        recognitionModels: () => [],
        chooseRecognition: ({ engine }) => Promise.resolve({ engine: engine ?? 'moonshine', missing: null }),
      },
      engines: {
        openRecognition: (_caller, { engine }) =>
          Promise.resolve({
            recognizer: engine === 'whisper-base' ? engines['whisper-base'] : engines.moonshine,
            voiceActivity,
            loadMs: 0,
            [Symbol.asyncDispose]: () => Promise.resolve(),
          }),
      },
    }),
  );
  return { ...client, heard, played };
}

/** A second of a tone between silences. */
const speech = Float32Array.from({ length: 2.5 * rateHz }, (_, index) =>
  index >= rateHz / 2 && index < 1.5 * rateHz ? Math.sin(index / 5) / 2 : 0,
);

const pushed = (sequence: number) => {
  const pcm = Buffer.from(encodePcm16(speech)).toString('base64');
  return { definition: audioPush, params: { stream: 'd', sequence, pcm } };
};
const end = { definition: audioEnd, params: { stream: 'd' } };
const source = { kind: 'client', sampleRateHz: rateHz } as const;

async function dictate({ connection }: HistoryClient, history?: typeof limits): Promise<void> {
  const params = { stream: 'd', source, ...(history && { history }) };
  const answer = sendRequest(connection, { definition: dictationStart, params }, never);
  await sendRequest(connection, pushed(0), never);
  await sendRequest(connection, end, never);
  await answer;
}

const list = async ({ connection }: HistoryClient) =>
  (await sendRequest(connection, { definition: historyList, params: {} }, never)).utterances;

test('what is said is kept where that is asked for, and only there', async () => {
  using client = connect();
  await dictate(client);
  expect(await list(client)).toEqual([]);
  await dictate(client, limits);
  expect(await list(client)).toMatchObject([
    { hasSound: true, hearings: [{ text: 'hello', language: 'en', engine: 'moonshine', events: [] }] },
  ]);
  await dictate(client, { ...limits, utteranceCount: 0 });
  expect(await list(client)).toEqual([]);
});

test('another engine hears the same sound, and both texts stay', async () => {
  using client = connect();
  await dictate(client, limits);
  const [kept] = await list(client);
  const params = { id: kept?.id ?? '', engine: 'whisper-base', language: 'en', vocabulary: ['Hello'] };
  const call = { definition: historyTranscribe, params };
  const { utterance } = await sendRequest(client.connection, call, never);
  expect(utterance?.hearings.map(({ engine, text }) => [engine, text])).toEqual([
    ['whisper-base', 'HELLO'],
    ['moonshine', 'hello'],
  ]);
  expect(await list(client)).toEqual([utterance]);
  const [heard] = client.heard['whisper-base'];
  expect(heard?.options).toEqual({ language: 'en', vocabulary: ['Hello'] });
  // The tone, with a fifth of a second around it; the detector hears frames of 32 ms.
  expect((heard?.samples.length ?? 0) / rateHz).toBeCloseTo(1.4, 1);
  const loud = heard?.samples.filter((sample) => Math.abs(sample) > 0.001).length ?? 0;
  expect(loud / rateHz).toBeCloseTo(1, 1);
});

test('it is played, deleted, and then no more', async () => {
  using client = connect();
  await dictate(client, limits);
  const id = (await list(client))[0]?.id ?? '';
  const play = { definition: historyPlay, params: { stream: 'p', id } };
  expect(await sendRequest(client.connection, play, never)).toMatchObject({ reason: 'ended' });
  expect(client.played[0]).toBeCloseTo(1.4, 1);
  await sendRequest(client.connection, { definition: historyDelete, params: { ids: [id] } }, never);
  expect(await list(client)).toEqual([]);
  await expect(sendRequest(client.connection, play, never)).rejects.toMatchObject({ code: 'invalidInput' });
});

test('an id that leads out of the folder is refused', async () => {
  using client = connect();
  const call = { definition: historyPlay, params: { stream: 'p', id: '../../../etc/passwd' } };
  await expect(sendRequest(client.connection, call, never)).rejects.toMatchObject({ code: 'invalidInput' });
});

test('a vocabulary that changes holds from then on', async () => {
  using client = connect();
  const finals: string[] = [];
  onNotification(client.connection, dictationEvent, ({ event }) => finals.push(event.kind));
  const params = { stream: 'd', source, vocabulary: ['Mara'] };
  const answer = sendRequest(client.connection, { definition: dictationStart, params }, never);
  await sendRequest(client.connection, pushed(0), never);
  await expect.poll(() => finals.includes('final')).toBe(true);
  const changed = { stream: 'd', vocabulary: ['Mara', 'Tom'], identifierSources: ['let oldTom;'] };
  await sendRequest(client.connection, { definition: dictationVocabulary, params: changed }, never);
  const before = client.heard.moonshine.length;
  await sendRequest(client.connection, pushed(1), never);
  await sendRequest(client.connection, end, never);
  await answer;
  const asked = client.heard.moonshine.map(({ options }) => options.vocabulary);
  expect(asked.slice(0, before).every((list) => list?.join() === 'Mara')).toBe(true);
  expect(asked.slice(before)).not.toEqual([]);
  expect(asked.slice(before).every((list) => list?.join() === 'Mara,Tom,oldTom')).toBe(true);
});
