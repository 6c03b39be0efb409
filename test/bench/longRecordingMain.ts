import { recognizeSource } from '../../server/src/recognition/recognizeSource.ts';
import { createEnergyDetector } from '../support/energyDetector.ts';
import { endlessToy } from '../support/endlessToy.ts';
import { never } from '../support/never.ts';
import { openToy } from '../support/senseVoiceToy.ts';

/** What a process that hears a long recording needs. */
export interface LongRecording {
  /** Resident memory after each hour of sound, in bytes, nothing freed on purpose. */
  readonly hourlyBytes: readonly number[];
  readonly segmentCount: number;
  /** Processing time by sound. */
  readonly rtf: number;
}

/** Transcribes so many hours as the product does, with SenseVoice's toy weights; argv: hours. Prints a `LongRecording`. */
async function main([hours = '6']: readonly string[]): Promise<void> {
  const hourMs = 3_600_000;
  const recognizer = await openToy('sherpa.onnx');
  const hourlyBytes: number[] = [];
  const { segments, durationMs, elapsedMs } = await recognizeSource(
    endlessToy(Number(hours) * 60),
    {
      recognizer,
      voiceActivity: createEnergyDetector(),
      options: {},
      onHeard(heardMs) {
        if (heardMs >= (hourlyBytes.length + 1) * hourMs) hourlyBytes.push(process.memoryUsage.rss());
      },
    },
    never,
  );
  await recognizer.dispose();
  const result: LongRecording = { hourlyBytes, segmentCount: segments.length, rtf: elapsedMs / durationMs };
  process.stdout.write(JSON.stringify(result));
}

await main(process.argv.slice(2));
