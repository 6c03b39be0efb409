import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { createTimeStretcher, type TimeStretcher } from '../audio/timeStretch.ts';
import type { Ticking } from '../system/clock.ts';
import type { FoundSpeaker, Speaker } from '../devices/speaker.ts';
import { createChunkReader } from './chunkReader.ts';
import { createHeardPosition } from './heardPosition.ts';
import { createKeptSound, type KeptSound } from './keptSound.ts';
import type { Playback, PlayOptions } from './playback.ts';
import { createProgress } from './progress.ts';
import { createOutcome } from './outcome.ts';

export interface PlayerParts {
  /** @param device  absent: the system's default */
  readonly findSpeaker: (device: string | undefined) => Promise<FoundSpeaker>;
  readonly clock: Ticking;
}

const keptMinutes = 10;
/** Chunks are asked for when less than this lies ahead, so the next one is computed while this one is heard. */
const aheadMs = 5000;
const blockMs = 20;
const tickMs = 10;

/** A sound with its kernels, which exist once the first chunk told the rate. */
interface Sound {
  readonly sampleRateHz: number;
  readonly kept: KeptSound;
}

export function startPlayback(
  { findSpeaker, clock }: PlayerParts,
  chunks: AsyncIterable<SynthesisChunk>,
  { signal, device, speed = 1, listener = {} }: PlayOptions,
): Playback {
  const heard = createHeardPosition();
  const outcome = createOutcome();
  let sound: Sound | null = null;
  /** Looked for while the first chunk is made; null once it was taken, and where it was not found. */
  let finding: Promise<FoundSpeaker | null> | null = null;
  let speaker: Speaker | null = null;
  let stretcher: TimeStretcher | null = null;
  let currentSpeed = speed;
  /** The next sample to be stretched, and where the stretcher began. */
  let cursor = 0;
  let stretchStart = 0;
  let writtenCount = 0;
  /** Nothing of what was written after the last jump was heard while no more than this was. */
  let jumpedAtCount = 0;
  /** A position that was asked for and not said yet. */
  let wanted: ((kept: KeptSound) => number | null) | null = null;
  let isPaused = false;
  let isOver = false;
  let drain = new AbortController();
  let wake = (): void => undefined;

  const reader = createChunkReader(
    chunks,
    (chunk) => {
      sound ??= {
        sampleRateHz: chunk.sampleRateHz,
        kept: createKeptSound(chunk.sampleRateHz * 60 * keptMinutes),
      };
      sound.kept.append(chunk);
    },
    () => {
      wake();
    },
  );
  const progress = createProgress(listener, (fromMs, toMs) => sound?.kept.wordsBetween(fromMs, toMs) ?? []);

  const toMs = (sample: number): number => (sound === null ? 0 : (sample / sound.sampleRateHz) * 1000);
  const positionMs = (): number => toMs(heard.at(speaker?.heardSamples() ?? 0));

  const ticking = clock.every(tickMs, () => {
    if (speaker === null || isPaused || wanted !== null || speaker.heardSamples() <= jumpedAtCount) return;
    progress.advance(positionMs(), clock.nowMs());
  });

  function change(): Promise<void> {
    return new Promise((resolve) => (wake = resolve));
  }

  /** Everything written and not heard is dropped; playing goes on at a sample. */
  function jumpTo(sample: number): void {
    if (sound === null) return;
    speaker?.flush();
    writtenCount = speaker?.heardSamples() ?? 0;
    cursor = Math.max(sound.kept.startSample(), Math.min(sample, sound.kept.endSample()));
    stretchStart = cursor;
    stretcher = createTimeStretcher(sound.sampleRateHz, currentSpeed);
    jumpedAtCount = writtenCount;
    heard.jump(writtenCount, cursor);
    progress.jump(toMs(cursor), sound.kept.wordAt(toMs(cursor) + 1)?.startMs);
  }

  function seek(find: (kept: KeptSound) => number | null): void {
    if (isOver) return;
    wanted = find;
    speaker?.flush();
    drain.abort();
    wake();
  }

  /** @returns whether a position asked for is still to be waited for */
  function takeWanted({ kept }: Sound): boolean {
    if (wanted === null) return false;
    const found = wanted(kept) ?? (reader.isOver() ? kept.endSample() : null);
    if (found === null) return true;
    wanted = null;
    jumpTo(found);
    return false;
  }

  async function writeNext(to: Speaker, { kept, sampleRateHz }: Sound): Promise<boolean> {
    const block = kept.read(cursor, Math.round((sampleRateHz * blockMs) / 1000));
    if (block.length === 0 || stretcher === null) return false;
    cursor += block.length;
    await writeOut(to, stretcher.push(block), stretchStart + stretcher.position());
    return true;
  }

  /** What was written counts as written also when the device fails: the speaker keeps it. */
  async function writeOut(to: Speaker, samples: Float32Array, sourceSample: number): Promise<void> {
    if (samples.length === 0) return;
    writtenCount += samples.length;
    heard.extend(writtenCount, sourceSample);
    await to.write(samples);
  }

  /** @returns whether all was heard; false after a seek meanwhile */
  async function finish(to: Speaker): Promise<boolean> {
    drain = new AbortController();
    const { signal: drained } = drain;
    const rest = stretcher?.flush() ?? new Float32Array(0);
    stretcher = null;
    try {
      await writeOut(to, rest, cursor);
      await to.drain(drained);
      return !drained.aborted;
    } catch (error) {
      if (drained.aborted) return false;
      throw error;
    }
  }

  /** Writes until all was heard. */
  async function playOut(): Promise<void> {
    while (!isOver) {
      if (sound === null || toMs(sound.kept.endSample() - cursor) < aheadMs || wanted !== null)
        reader.request();
      if (sound === null) {
        if (reader.isOver()) return;
        await change();
        continue;
      }
      const to = (speaker ??= await open(sound));
      if (takeWanted(sound)) await change();
      else if (await writeNext(to, sound)) continue;
      else if (!reader.isOver()) await change();
      else if (await finish(to)) return;
    }
  }

  async function open({ sampleRateHz }: Sound): Promise<Speaker> {
    const early = finding;
    finding = null;
    // What was not there at the start may be there by now.
    const found = (await early) ?? (await findSpeaker(device));
    const opened = found(sampleRateHz);
    if (isPaused) opened.pause();
    if (isOver) opened.close();
    speaker = opened;
    jumpTo(cursor);
    return opened;
  }

  async function run(): Promise<void> {
    try {
      await playOut();
      if (isOver) return;
      if (reader.failure() !== undefined) throw reader.failure();
      progress.advance(toMs(cursor), Infinity);
      close();
      listener.ended?.();
      outcome.resolve();
    } catch (error) {
      if (isOver) return;
      isPaused = true;
      if (reader.failure() !== undefined) close();
      listener.failed?.(error);
      outcome.reject(error);
    }
  }

  function close(): void {
    isOver = true;
    ticking[Symbol.dispose]();
    signal.removeEventListener('abort', onAbort);
    reader.close();
    speaker?.close();
    drain.abort();
    wake();
  }

  const onAbort = (): void => {
    close();
    outcome.reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  else {
    finding = findSpeaker(device).catch(() => null);
    void run();
  }

  return {
    pause() {
      isPaused = true;
      speaker?.pause();
    },
    resume() {
      if (!isPaused || isOver) return;
      isPaused = false;
      speaker?.resume();
      if (outcome.renew()) void run();
    },
    stop() {
      if (isOver) return;
      close();
      outcome.resolve();
    },
    seekToMs(target) {
      seek((kept) => sampleAt(kept, (target / 1000) * (sound?.sampleRateHz ?? 0)));
      return sound?.kept.wordAt(target) ?? sound?.kept.wordsBetween(target, Infinity)[0] ?? null;
    },
    seekToWord(offset) {
      seek((kept) => {
        const word = kept.wordAtOffset(offset);
        return word === undefined ? null : sampleAt(kept, (word.startMs / 1000) * (sound?.sampleRateHz ?? 0));
      });
      return sound?.kept.wordAtOffset(offset) ?? null;
    },
    setSpeed(next) {
      if (!(next >= 0.5 && next <= 3)) throw new RangeError(`The speed ${next} is not between 0.5 and 3`);
      currentSpeed = next;
      stretcher?.setSpeed(next);
    },
    positionMs,
    done: () => outcome.promise(),
  };
}

/** @returns null where the sample was not said yet */
function sampleAt(kept: KeptSound, sample: number): number | null {
  const rounded = Math.max(0, Math.round(sample));
  return rounded < kept.endSample() ? rounded : null;
}
