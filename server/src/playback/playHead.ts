import { createTimeStretcher, type TimeStretcher } from '../audio/timeStretch.ts';
import type { Speaker } from '../devices/speaker.ts';
import { createHeardPosition } from './heardPosition.ts';
import type { KeptSound } from './keptSound.ts';

/** What goes from a kept sound to a speaker, stretched to a speed; and which sample of the sound is heard. */
export interface PlayHead {
  /**
   * Everything written and not heard is dropped; playing goes on at a sample, or at the nearest one that is kept.
   *
   * @returns the sample it goes on at
   */
  jumpTo(sample: number): number;
  /** @returns whether there was something to write; rejects where the device fails */
  writeNext(): Promise<boolean>;
  /** Writes what the stretcher still holds, and waits until all was heard. */
  finish(signal: AbortSignal): Promise<void>;
  /** @param speed  0.5 to 3 */
  setSpeed(speed: number): void;
  /** The next sample of the sound to be read. */
  nextSample(): number;
  /** The sample of the sound that is heard, as a fraction. */
  heardSample(): number;
  /** Whether anything was heard since the last jump. */
  isHeard(): boolean;
}

/** A sound that grows, with its rate. */
export interface Sound {
  readonly sampleRateHz: number;
  readonly kept: KeptSound;
}

const blockMs = 20;

/** @param speed  0.5 to 3 */
export function createPlayHead(speaker: Speaker, { kept, sampleRateHz }: Sound, speed: number): PlayHead {
  const heard = createHeardPosition();
  let currentSpeed = speed;
  /** Null once it was flushed, until the next jump. */
  let stretcher: TimeStretcher | null = createTimeStretcher(sampleRateHz, currentSpeed);
  let cursor = 0;
  /** The sample of the sound that the stretcher began with. */
  let stretchStart = 0;
  let writtenCount = 0;
  /** Nothing of what was written after the last jump was heard while no more than this was. */
  let jumpedAtCount = 0;

  /** What was written counts as written also when the device fails: the speaker keeps it. */
  async function writeOut(samples: Float32Array, sourceSample: number): Promise<void> {
    if (samples.length === 0) return;
    writtenCount += samples.length;
    heard.extend(writtenCount, sourceSample);
    await speaker.write(samples);
  }

  return {
    jumpTo(sample) {
      speaker.flush();
      writtenCount = speaker.heardSamples();
      jumpedAtCount = writtenCount;
      cursor = Math.max(kept.startSample(), Math.min(sample, kept.endSample()));
      stretchStart = cursor;
      stretcher = createTimeStretcher(sampleRateHz, currentSpeed);
      heard.jump(writtenCount, cursor);
      return cursor;
    },
    async writeNext() {
      const block = kept.read(cursor, Math.round((sampleRateHz * blockMs) / 1000));
      if (block.length === 0 || stretcher === null) return false;
      cursor += block.length;
      await writeOut(stretcher.push(block), stretchStart + stretcher.position());
      return true;
    },
    async finish(signal) {
      const rest = stretcher?.flush() ?? new Float32Array(0);
      stretcher = null;
      await writeOut(rest, cursor);
      await speaker.drain(signal);
    },
    setSpeed(next) {
      currentSpeed = next;
      stretcher?.setSpeed(next);
    },
    nextSample: () => cursor,
    heardSample: () => heard.at(speaker.heardSamples()),
    isHeard: () => speaker.heardSamples() > jumpedAtCount,
  };
}
