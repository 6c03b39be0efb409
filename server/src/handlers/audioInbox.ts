import { SpeechError } from '../../../protocol/errors.ts';
import { mixInterleavedToMono, monoWeights } from '../audio/monoMix.ts';
import { decodePcm } from '../audio/pcm.ts';
import { createResampler } from '../audio/resample.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import type { StreamTable } from './streamTable.ts';

export interface AudioInboxFormat {
  readonly sampleRateHz: number;
  /** Absent: one. */
  readonly channelCount?: number;
}

/** Sound on its way from a client to a recognizer: mixed to mono, resampled, in bounded memory. */
export interface AudioInbox {
  /**
   * All of the sound at once; it ends with it.
   *
   * @param pcm  base64 of interleaved int16
   * @throws SpeechError invalidInput for an odd length
   */
  fill(pcm: string): void;

  /**
   * The next piece of it.
   *
   * @param sequence  0, 1, 2 ...
   * @param pcm       base64 of interleaved int16
   * @returns         when there is room for more, how much sound nobody has taken yet
   * @throws SpeechError invalidInput for a gap, an odd length or sound after the end; busy for too many at once
   */
  push(sequence: number, pcm: string): Promise<number>;

  /** There is no more; `samples` ends after what is here, and no push waits any more. */
  readonly end: () => void;

  /** Mono 16 kHz. To be read once; a reader that stops early lets no further push wait. */
  readonly samples: AsyncIterable<Float32Array>;
}

/** A push is answered while less than this is waiting. */
const roomMs = 10_000;

const maxUnansweredPushes = 16;

export function createAudioInbox({ sampleRateHz, channelCount = 1 }: AudioInboxFormat): AudioInbox {
  const frameBytes = 2 * channelCount;
  const sliceBytes = frameBytes * sampleRateHz;
  const waiting: Buffer[] = [];
  const waitingPushes: (() => void)[] = [];
  let waitingReader: (() => void) | null = null;
  let waitingBytes = 0;
  let nextSequence = 0;
  let state: 'open' | 'ended' | 'abandoned' = 'open';

  const wakeReader = (): void => {
    waitingReader?.();
    waitingReader = null;
  };
  const add = (pcm: string): void => {
    const bytes = toFrames(pcm, frameBytes);
    if (bytes.length === 0 || state === 'abandoned') return;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    wakeReader();
  };
  const bufferedMs = (): number => (waitingBytes * 1000) / sliceBytes;
  const answerPushes = (): void => {
    if (state === 'open' && bufferedMs() >= roomMs) return;
    for (const answer of waitingPushes.splice(0)) answer();
  };
  const end = (): void => {
    if (state !== 'open') return;
    state = 'ended';
    wakeReader();
    answerPushes();
  };
  /** At most a second: a client may send minutes at once, and others wait meanwhile. */
  const take = (): Buffer | null => {
    const [bytes] = waiting;
    if (bytes === undefined) return null;
    const slice = bytes.subarray(0, sliceBytes);
    if (slice.length === bytes.length) waiting.shift();
    else waiting[0] = bytes.subarray(sliceBytes);
    waitingBytes -= slice.length;
    answerPushes();
    return slice;
  };

  return {
    fill(pcm) {
      add(pcm);
      end();
    },
    async push(sequence, pcm) {
      if (state !== 'open') throw soundAfterTheEnd();
      if (waitingPushes.length >= maxUnansweredPushes) throw tooManyPushes();
      if (sequence !== nextSequence) throw wrongSequence(sequence, nextSequence);
      add(pcm);
      nextSequence += 1;
      if (bufferedMs() >= roomMs) await new Promise<void>((resolve) => waitingPushes.push(resolve));
      return bufferedMs();
    },
    end,
    samples: {
      async *[Symbol.asyncIterator]() {
        const weights = monoWeights(channelCount, 'wave');
        const resampler = createResampler(sampleRateHz, recognitionSampleRateHz);
        try {
          for (;;) {
            const bytes = take();
            if (bytes !== null) {
              yield resampler.push(mixInterleavedToMono(decodePcm(bytes, 'int16'), weights));
            } else if (state === 'open') {
              await new Promise<void>((resolve) => (waitingReader = resolve));
            } else {
              yield resampler.flush();
              return;
            }
          }
        } finally {
          state = 'abandoned';
          waiting.length = 0;
          waitingBytes = 0;
          answerPushes();
        }
      },
    },
  };
}

/**
 * Takes pushes of a name until it is disposed of, which lets none wait.
 *
 * @throws SpeechError invalidInput when the name is taken
 */
export function openInbox(inboxes: StreamTable<AudioInbox>, stream: string, inbox: AudioInbox): Disposable {
  const open = inboxes.open(stream, inbox);
  return {
    [Symbol.dispose]: () => {
      open[Symbol.dispose]();
      inbox.end();
    },
  };
}

/** @throws SpeechError invalidInput when the bytes are no whole frames */
function toFrames(pcm: string, frameBytes: number): Buffer {
  const bytes = Buffer.from(pcm, 'base64');
  if (bytes.length % frameBytes === 0) return bytes;
  throw new SpeechError('invalidInput', {
    message: `${bytes.length} bytes are no whole number of 16-bit samples of ${frameBytes / 2} channels.`,
    hint: 'Send whole frames: two bytes for each channel.',
  });
}

function soundAfterTheEnd(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The stream takes no more sound: it has ended.',
    hint: 'Start another request.',
  });
}

function tooManyPushes(): SpeechError {
  return new SpeechError('busy', {
    message: `${maxUnansweredPushes} pieces of sound wait for an answer.`,
    hint: 'Wait for the answer of a push before sending much more.',
  });
}

function wrongSequence(sequence: number, expected: number): SpeechError {
  return new SpeechError('invalidInput', {
    message: `Sound number ${sequence} came where number ${expected} was expected.`,
    hint: 'Number the pieces 0, 1, 2 ... and send them in order.',
  });
}
