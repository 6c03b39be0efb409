import { setTimeout as delay } from 'node:timers/promises';
import { onNotification } from '../../protocol/calls.ts';
import { dictationEvent, dictationStart, type DictationFinal } from '../../protocol/dictation.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { createDaemonSpeech } from '../../server/src/access/daemonSpeech.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import type { Services } from '../../server/src/services.ts';
import { createOwnSpeech, type SpeechAccess } from '../../server/src/access/speechAccess.ts';
import { createDaemonPlace } from '../support/daemonProcess.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';

export interface DaemonLatencyBench {
  /** With engines in a worker of their own. */
  readonly services: Services;
  readonly distFolder: string;
  /** About ten seconds of speech. */
  readonly soundFile: string;
  readonly roundCount: number;
}

/** What the way through the daemon costs, beside the same engines in a worker of our own, both warm, by turns. */
export async function measureDaemonLatency(
  { services, distFolder, soundFile, roundCount }: DaemonLatencyBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  await using place = await createDaemonPlace({ distFolder });
  using connection = await place.launch();
  const opened = await services.openSynthesis({ voice, provider: 'cpu' }, signal);
  // Warm as the daemon's: it is not opened for each text.
  const own = createOwnSpeech({ ...services, openSynthesis: () => Promise.resolve(opened) }, services.sound);
  const ways = { own, daemon: createDaemonSpeech(connection) };
  const hearing = await compare(ways, roundCount, (speech) => timeHearing(speech, soundFile, signal));
  const speaking = await compare(ways, roundCount, (speech) => timeFirstSound(speech, signal));
  const dictations: DictationTimes[] = [];
  const sound = await readSpeech(soundFile, signal);
  for (let round = 0; round < roundCount; round += 1) {
    dictations.push(await timeDictation(connection, { stream: `dictation-${round}`, sound }, signal));
  }
  const ofDictations = (read: (times: DictationTimes) => number): number => median(dictations.map(read));
  return [
    againstPeer('10 s heard, by the daemon and by a worker', toPair(hearing), 'ms'),
    withoutPeer('10 s heard, cost of the daemon', (100 * hearing.costMs) / hearing.own, '%'),
    againstPeer('First sound, by the daemon and by a worker', toPair(speaking), 'ms'),
    withoutPeer('First sound, cost of the daemon', speaking.costMs, 'ms'),
    withoutPeer(
      'Dictation, end of speech to final text',
      ofDictations(({ wholeMs }) => wholeMs),
      'ms',
    ),
    withoutPeer(
      'Dictation, of that endpointing',
      ofDictations(({ endpointingMs }) => endpointingMs),
      'ms',
    ),
    withoutPeer(
      'Dictation, engine time of the final text',
      ofDictations(({ engineMs }) => engineMs),
      'ms',
    ),
    withoutPeer(
      'Dictation, beyond endpointing and engine',
      ofDictations(({ wholeMs, endpointingMs, engineMs }) => wholeMs - endpointingMs - engineMs),
      'ms',
    ),
  ];
}

interface Pair {
  readonly own: number;
  readonly daemon: number;
}

function toPair({ own, daemon }: Pair): { readonly ours: number; readonly peer: number } {
  return { ours: daemon, peer: own };
}

interface Compared extends Pair {
  /** Of what the daemon took longer in the same round: what slows the machine for a while slows both. */
  readonly costMs: number;
}

/** Medians of rounds by turns, the first of which only warms up. */
async function compare(
  ways: Readonly<Record<keyof Pair, SpeechAccess>>,
  roundCount: number,
  time: (speech: SpeechAccess) => Promise<number>,
): Promise<Compared> {
  const own: number[] = [];
  const daemon: number[] = [];
  await time(ways.own);
  await time(ways.daemon);
  for (let round = 0; round < roundCount; round += 1) {
    own.push(await time(ways.own));
    daemon.push(await time(ways.daemon));
  }
  const costs = daemon.map((daemonMs, round) => daemonMs - (own[round] ?? Number.NaN));
  return { own: median(own), daemon: median(daemon), costMs: median(costs) };
}

async function timeHearing(speech: SpeechAccess, file: string, signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  await speech.hearFile(file, { engine: 'moonshine', provider: 'cpu' }, signal);
  return performance.now() - startMs;
}

const voice = 'af_heart';
const text =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates.';

async function timeFirstSound(speech: SpeechAccess, signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  const spoken = await speech.speakText({ text, voice }, { provider: 'cpu', pace: 'soon' }, signal);
  let firstMs: number | null = null;
  // All of it is heard, so that the next round meets an engine at rest.
  for await (const { samples } of spoken.chunks) {
    if (samples.length > 0) firstMs ??= performance.now() - startMs;
  }
  return firstMs ?? Number.NaN;
}

interface DictationTimes {
  /** From the end of speech to the final text. */
  readonly wholeMs: number;
  readonly endpointingMs: number;
  readonly engineMs: number;
}

interface SpokenStream {
  readonly stream: string;
  /** 16-bit mono 16 kHz. */
  readonly sound: Buffer;
}

const pushMs = 50;
const pushBytes = (2 * recognitionSampleRateHz * pushMs) / 1000;

/** Pushes a sound as a microphone gives it, and times the last thing that was said. */
async function timeDictation(
  connection: DaemonConnection,
  { stream, sound }: SpokenStream,
  signal: AbortSignal,
): Promise<DictationTimes> {
  const told: { readonly event: DictationFinal; readonly atMs: number }[] = [];
  const subscription = onNotification(connection.rpc, dictationEvent, ({ event }) => {
    if (event.kind === 'final') told.push({ event, atMs: performance.now() });
  });
  const source = { kind: 'client', sampleRateHz: recognitionSampleRateHz } as const;
  const answer = connection.request(dictationStart, { stream, source, engine: 'moonshine' }, signal);
  const startMs = performance.now();
  for (let sequence = 0; sequence * pushBytes < sound.length; sequence += 1) {
    // A piece is there when its last sample was heard.
    await delay(startMs + (sequence + 1) * pushMs - performance.now(), undefined, { signal });
    const pcm = sound.subarray(sequence * pushBytes, (sequence + 1) * pushBytes).toString('base64');
    await connection.request(audioPush, { stream, sequence, pcm }, signal);
  }
  await connection.request(audioEnd, { stream }, signal);
  await answer;
  subscription.dispose();
  const last = told.at(-1);
  if (last === undefined) throw new Error('Nothing was understood.');
  const { segment, timings } = last.event;
  return { ...timings, wholeMs: last.atMs - startMs - segment.endMs };
}

const silenceMs = 2000;

/** The speech of a file, and a silence in which its end is noticed. */
async function readSpeech(file: string, signal: AbortSignal): Promise<Buffer> {
  const audio = await openAudioFile(file, signal);
  const parts: Uint8Array[] = [];
  for await (const part of audio.readMono(recognitionSampleRateHz, signal)) parts.push(encodePcm16(part));
  return Buffer.concat([...parts, Buffer.alloc((2 * recognitionSampleRateHz * silenceMs) / 1000)]);
}
