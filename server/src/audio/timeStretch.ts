/** Makes sound faster or slower without changing its pitch; a stream, cut anywhere. */
export interface TimeStretcher {
  /** @returns the samples that are complete by now, possibly none; a new array, `samples` is not kept */
  push(samples: Float32Array): Float32Array;
  /** Ends the stream and gives the rest; nothing may be pushed after. */
  flush(): Float32Array;
  /** From the next sample that was not given out yet: input samples per output sample, 0.5 to 3. */
  setSpeed(speed: number): void;
  /** Input sample, as a fraction, that the next output sample stands for. */
  position(): number;
}

/** A stretch of speech that sounds like itself, some periods of a low voice. */
const hopMs = 15;
/** More than half the period of a voice of 55 Hz to both sides, so that some place fits in phase. */
const searchMs = 10;

/**
 * Waveform similarity overlap-add: every 15 ms of output are a cross-fade from what followed the last piece of
 * input to the piece near the wanted place that looks most like it, so periods join in phase. Where the speed is 1
 * that piece is its own continuation and the input passes unchanged.
 *
 * The output ends with the input: its length is the sum of input length over speed, within one hop.
 *
 * @param sampleRateHz  8000 or more
 * @throws RangeError for other rates and speeds
 * Source: Verhelst and Roelands, "An overlap-add technique based on waveform similarity (WSOLA)", ICASSP 1993.
 */
export function createTimeStretcher(sampleRateHz: number, speed = 1): TimeStretcher {
  if (!(sampleRateHz >= 8000)) throw new RangeError(`${sampleRateHz} is no sample rate to stretch at`);
  assertSpeed(speed);
  const hop = Math.round((sampleRateHz * hopMs) / 1000);
  const search = Math.round((sampleRateHz * searchMs) / 1000);
  const fade = createFade(hop);
  const input = createWindow();
  let currentSpeed = speed;
  /** Where the next piece is wanted, and where the last one would go on. */
  let wanted = 0;
  let continuation = 0;

  function nextHop(): Float32Array {
    const start = pieceStart();
    const output = new Float32Array(hop);
    for (let index = 0; index < hop; index += 1) {
      const before = input.samples[continuation - input.start() + index];
      const after = input.samples[start - input.start() + index];
      output[index] = before + fade[index] * (after - before);
    }
    continuation = start + hop;
    wanted += hop * currentSpeed;
    input.dropBefore(Math.min(continuation, Math.floor(wanted) - search));
    return output;
  }

  function pieceStart(): number {
    const offset = continuation - wanted;
    if (currentSpeed === 1 && Math.abs(offset) <= search) return continuation;
    const first = Math.max(input.start(), Math.ceil(wanted) - search);
    const range = { first, last: Math.floor(wanted) + search, fallback: Math.max(first, Math.round(wanted)) };
    return (
      mostSimilar(
        input.samples,
        { at: continuation - input.start(), length: hop },
        {
          first: range.first - input.start(),
          last: range.last - input.start(),
          fallback: range.fallback - input.start(),
        },
      ) + input.start()
    );
  }

  function produce(isEnough: () => boolean): Float32Array {
    const hops: Float32Array[] = [];
    while (isEnough()) hops.push(nextHop());
    const output = new Float32Array(hops.length * hop);
    hops.forEach((samples, index) => {
      output.set(samples, index * hop);
    });
    return output;
  }

  return {
    push(samples) {
      input.append(samples);
      return produce(() => Math.max(continuation, Math.floor(wanted) + search) + hop <= input.end());
    },
    flush() {
      const end = input.end();
      input.append(new Float32Array(2 * (hop + search) + Math.ceil(hop * currentSpeed)));
      const missing = Math.max(0, Math.round((end - wanted) / currentSpeed));
      return produce(() => wanted < end).subarray(0, missing);
    },
    setSpeed(next) {
      assertSpeed(next);
      currentSpeed = next;
    },
    position: () => wanted,
  };
}

interface Piece {
  readonly at: number;
  readonly length: number;
}

interface SearchRange {
  readonly first: number;
  readonly last: number;
  /** Taken where all is silent. */
  readonly fallback: number;
}

/** @returns the start of the piece with the largest normalized cross-correlation with `piece`, within the range */
function mostSimilar(samples: Float32Array, piece: Piece, range: SearchRange): number {
  let best = range.fallback;
  let bestLikeness = 0;
  let energy = energyOf(samples, { at: range.first, length: piece.length });
  for (let start = range.first; start <= range.last; start += 1) {
    const product = correlate(samples, piece, start);
    // Compared as squares with their sign: no root in the inner loop.
    const likeness = energy > minEnergy ? (product * Math.abs(product)) / energy : 0;
    if (likeness > bestLikeness) {
      best = start;
      bestLikeness = likeness;
    }
    energy += samples[start + piece.length] ** 2 - samples[start] ** 2;
  }
  return best;
}

/** Of a piece that is silence to the ear; less is rounding. */
const minEnergy = 1e-7;

function correlate(samples: Float32Array, { at, length }: Piece, start: number): number {
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < length; index += 2) {
    even += samples[at + index] * samples[start + index];
    odd += samples[at + index + 1] * samples[start + index + 1];
  }
  return even + odd;
}

function energyOf(samples: Float32Array, { at, length }: Piece): number {
  let sum = 0;
  for (let index = at; index < at + length; index += 1) sum += samples[index] ** 2;
  return sum;
}

/** Rises from 0 to 1 as a raised cosine; with its mirror image the sum is 1. */
function createFade(length: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, index) => 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / length),
  );
}

/** The part of the input that is still needed; samples are known by their number in the whole input. */
interface InputWindow {
  samples: Float32Array;
  start(): number;
  end(): number;
  append(samples: Float32Array): void;
  dropBefore(start: number): void;
}

function createWindow(): InputWindow {
  let start = 0;
  let count = 0;
  const window: InputWindow = {
    samples: new Float32Array(8192),
    start: () => start,
    end: () => start + count,
    append(samples) {
      if (count + samples.length + 1 > window.samples.length) {
        const grown = new Float32Array(2 * (count + samples.length + 1));
        grown.set(window.samples.subarray(0, count));
        window.samples = grown;
      }
      window.samples.set(samples, count);
      count += samples.length;
    },
    dropBefore(first) {
      const dropped = Math.min(count, first - start);
      if (dropped <= 0) return;
      window.samples.copyWithin(0, dropped, count);
      start += dropped;
      count -= dropped;
    },
  };
  return window;
}

function assertSpeed(speed: number): void {
  if (!(speed >= 0.5 && speed <= 3)) throw new RangeError(`The speed ${speed} is not between 0.5 and 3`);
}
