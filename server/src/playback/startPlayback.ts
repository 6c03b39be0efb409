import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import type { Ticking } from '../system/clock.ts';
import type { FoundSpeaker, Speaker } from '../devices/speaker.ts';
import { createChunkReader } from './chunkReader.ts';
import { createKeptSound, type KeptSound } from './keptSound.ts';
import type { Playback, PlayOptions } from './playback.ts';
import { createPlayHead, type PlayHead, type Sound } from './playHead.ts';
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
const tickMs = 10;

export function startPlayback(
  { findSpeaker, clock }: PlayerParts,
  chunks: AsyncIterable<SynthesisChunk>,
  { signal, device, speed = 1, listener = {} }: PlayOptions,
): Playback {
  const outcome = createOutcome();
  let sound: Sound | null = null;
  /** Looked for while the first chunk is made; null once it was taken, and where it was not found. */
  let finding: Promise<FoundSpeaker | null> | null = null;
  let speaker: Speaker | null = null;
  /** From the sound to the speaker; null until that is open. */
  let head: PlayHead | null = null;
  let currentSpeed = speed;
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
  const positionMs = (): number => toMs(head?.heardSample() ?? 0);

  const ticking = clock.every(tickMs, () => {
    if (head?.isHeard() === true && !isPaused && wanted === null)
      progress.advance(positionMs(), clock.nowMs());
  });

  /** How much sound there is that was not read yet. */
  const aheadOfHeadMs = (): number => toMs((sound?.kept.endSample() ?? 0) - (head?.nextSample() ?? 0));

  function change(): Promise<void> {
    return new Promise((resolve) => (wake = resolve));
  }

  function jumpTo(sample: number, at: PlayHead): void {
    const startMs = toMs(at.jumpTo(sample));
    progress.jump(startMs, sound?.kept.wordAt(startMs + 1)?.startMs);
  }

  function seek(find: (kept: KeptSound) => number | null): void {
    if (isOver) return;
    wanted = find;
    speaker?.flush();
    drain.abort();
    wake();
  }

  /** @returns whether a position asked for is still to be waited for */
  function takeWanted({ kept }: Sound, at: PlayHead): boolean {
    if (wanted === null) return false;
    const found = wanted(kept) ?? (reader.isOver() ? kept.endSample() : null);
    if (found === null) return true;
    wanted = null;
    jumpTo(found, at);
    return false;
  }

  /** @returns whether all was heard; false after a seek meanwhile */
  async function finish(at: PlayHead): Promise<boolean> {
    drain = new AbortController();
    const { signal: drained } = drain;
    try {
      await at.finish(drained);
      return !drained.aborted;
    } catch (error) {
      if (drained.aborted) return false;
      throw error;
    }
  }

  /** Writes until all was heard. */
  async function playOut(): Promise<void> {
    while (!isOver) {
      if (aheadOfHeadMs() < aheadMs || wanted !== null) reader.request();
      if (sound === null) {
        if (reader.isOver()) return;
        await change();
        continue;
      }
      const at = head ?? (await open(sound));
      if (takeWanted(sound, at)) await change();
      else if (await at.writeNext()) continue;
      else if (!reader.isOver()) await change();
      else if (await finish(at)) return;
    }
  }

  async function open(opening: Sound): Promise<PlayHead> {
    const early = finding;
    finding = null;
    // What was not there at the start may be there by now.
    const found = (await early) ?? (await findSpeaker(device));
    speaker = found(opening.sampleRateHz);
    if (isPaused) speaker.pause();
    if (isOver) speaker.close();
    head = createPlayHead(speaker, opening, currentSpeed);
    jumpTo(0, head);
    return head;
  }

  async function run(): Promise<void> {
    try {
      await playOut();
      if (isOver) return;
      if (reader.failure() !== undefined) throw reader.failure();
      progress.advance(toMs(head?.nextSample() ?? 0), Infinity);
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
      head?.setSpeed(next);
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
