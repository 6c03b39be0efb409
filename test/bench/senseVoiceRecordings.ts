import { setTimeout as delay } from 'node:timers/promises';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import { openSileroDetector } from '../../server/src/recognition/vad/sileroDetector.ts';
import type { VoiceActivityDetector } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';
import type { SherpaPeer } from './sherpaPeer.ts';
import { makeSpeechLikeSound } from './speechLikeSound.ts';

export interface RecordingsBench {
  readonly recognizer: Recognizer;
  readonly peer: SherpaPeer;
  readonly silero: InstalledModel;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

/**
 * Recordings from samples to text, voice activity included, which makes segments of 15 s of them: against the peer, which
 * gets 30 s at once, and against the peer with the same segments and no voice activity. Those of ours are heard side by
 * side.
 */
export async function measureRecordings(bench: RecordingsBench, signal: AbortSignal): Promise<BenchResult[]> {
  const detector = await openSileroDetector(bench.silero, signal);
  const voiceActivity = hearingOnlySpeech(detector);
  try {
    // Sessions for long recordings are loaded by the first of them.
    await hear(makeSpeechLikeSound(240), { ...bench, voiceActivity }, signal);
    const results: BenchResult[] = [];
    for (const seconds of [30, 120])
      results.push(...(await compare({ ...bench, voiceActivity, seconds }, signal)));
    return results;
  } finally {
    await detector.dispose();
  }
}

interface Comparison extends RecordingsBench {
  readonly voiceActivity: VoiceActivityDetector;
  readonly seconds: number;
}

async function compare(comparison: Comparison, signal: AbortSignal): Promise<BenchResult[]> {
  const { seconds, roundCount, note, peer } = comparison;
  note(`Hearing a recording of ${seconds} s with both, ${roundCount} times in turn ...`);
  const samples = makeSpeechLikeSound(seconds);
  const times: { readonly ours: number; readonly whole: number; readonly cut: number }[] = [];
  for (let round = 0; round <= roundCount; round += 1) {
    const before = round % 2 === 0 ? await peerTimes(peer, samples) : undefined;
    await delay(restMs);
    const ours = await hear(samples, comparison, signal);
    const { whole, cut } = before ?? (await peerTimes(peer, samples));
    // The first round warms both up.
    if (round > 0) times.push({ ours, whole, cut });
  }
  const name = `SenseVoice, a recording of ${seconds} s`;
  const ours = median(times.map((time) => time.ours));
  return [
    againstPeer(
      `${name}, against 30 s at once`,
      { ours, peer: median(times.map(({ whole }) => whole)) },
      'ms',
    ),
    againstPeer(`${name}, against 15 s at once`, { ours, peer: median(times.map(({ cut }) => cut)) }, 'ms'),
    withoutPeer(
      `${name}, against 30 s at once, median of the pairs`,
      median(times.map((time) => time.whole / time.ours)),
      'times as fast',
    ),
  ];
}

/** See `senseVoiceSpeed`. */
const restMs = 250;

async function hear(
  samples: Float32Array,
  { recognizer, voiceActivity }: Pick<Comparison, 'recognizer' | 'voiceActivity'>,
  signal: AbortSignal,
): Promise<number> {
  const startMs = performance.now();
  const segments = transcribe(inSeconds(samples), { recognizer, voiceActivity, options: {} }, signal);
  while ((await segments.next()).done !== true);
  return performance.now() - startMs;
}

async function peerTimes(
  peer: SherpaPeer,
  samples: Float32Array,
): Promise<{ readonly whole: number; readonly cut: number }> {
  await delay(restMs);
  return { whole: await peerTime(peer, samples, 30), cut: await peerTime(peer, samples, 15) };
}

async function peerTime(peer: SherpaPeer, samples: Float32Array, partSeconds: number): Promise<number> {
  const step = partSeconds * recognitionSampleRateHz;
  let sum = 0;
  for (let start = 0; start < samples.length; start += step)
    sum += (await peer.recognize(samples.slice(start, start + step))).elapsedMs;
  return sum;
}

async function* inSeconds(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += recognitionSampleRateHz)
    yield await Promise.resolve(samples.subarray(start, start + recognitionSampleRateHz));
}

/** Takes the time that voice activity takes, and calls everything speech, which is then cut at 15 s. */
function hearingOnlySpeech(detector: VoiceActivityDetector): VoiceActivityDetector {
  return {
    ...detector,
    async detect(...call) {
      const { probabilities, memory } = await detector.detect(...call);
      return { probabilities: probabilities.fill(0.9), memory };
    },
  };
}
