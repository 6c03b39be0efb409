import type { InstalledModel } from '../../server/src/models/modelStore.ts';
import { createMoonshineRecognizer } from '../../server/src/recognition/engines/moonshine/moonshineRecognizer.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';
import { readSamples } from './readSamples.ts';
import { timeSessionRuns } from './sessionClock.ts';

export interface RecognitionBench {
  readonly moonshine: InstalledModel;
  /** A recording of at most 30 s. */
  readonly soundFile: string;
  readonly roundCount: number;
}

/** Moonshine's recognition against the time that its own model calls take in onnxruntime, in the same runs. */
export async function measureRecognitionSpeed(
  { moonshine, soundFile, roundCount }: RecognitionBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const samples = await readSamples(soundFile, signal);
  const bare = timeSessionRuns();
  const recognizer = await createMoonshineRecognizer({
    provider: 'cpu',
    paths: {
      encoder: moonshine.path('encoder_model.onnx'),
      decoder: moonshine.path('decoder_model_merged.onnx'),
    },
  });
  const rounds: { readonly oursMs: number; readonly bareMs: number }[] = [];
  for (let round = 0; round <= roundCount; round += 1) {
    bare.reset();
    const startMs = performance.now();
    await recognizer.recognize(samples, {}, signal);
    // The first round warms up.
    if (round > 0) rounds.push({ oursMs: performance.now() - startMs, bareMs: bare.elapsedMs() });
  }
  await recognizer.dispose();
  bare.restore();
  const audioMs = (samples.length / recognitionSampleRateHz) * 1000;
  const ours = median(rounds.map(({ oursMs }) => oursMs));
  const peer = median(rounds.map(({ bareMs }) => bareMs));
  return [
    againstPeer('Moonshine recognition, against its bare session.run', { ours, peer }, 'ms'),
    withoutPeer('Moonshine recognition', ours / audioMs, 'RTF'),
  ];
}
