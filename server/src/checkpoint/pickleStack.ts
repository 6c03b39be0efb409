import { CheckpointFormatError } from './checkpointFormatError.ts';
import type { PickleValue } from './pickleValues.ts';

/** What instructions of a pickle work on: a stack with marks, and values that are remembered under numbers. Bounded. */
export class PickleStack {
  readonly #values: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  push(value: PickleValue): void {
    if (this.#values.length >= stackLimit) throw tooLarge();
    this.#values.push(value);
  }

  mark(): void {
    if (this.#marks.length >= markLimit) throw tooLarge();
    this.#marks.push(this.#values.length);
  }

  pop(): PickleValue {
    const [value = null] = this.popMany(1);
    return value;
  }

  /** The last values, in the order they were pushed; none of them below the last mark. */
  popMany(count: number): PickleValue[] {
    if (this.#values.length - count < (this.#marks.at(-1) ?? 0)) throw isDamaged();
    return this.#values.splice(this.#values.length - count);
  }

  /** What was pushed since the last mark, which is removed. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw isDamaged();
    return this.#values.splice(mark);
  }

  top(): PickleValue {
    const value = this.#values.at(-1);
    if (value === undefined) throw isDamaged();
    return value;
  }

  remember(index: number): void {
    if (this.#memo.size >= memoLimit) throw tooLarge();
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw isDamaged();
    this.push(value);
  }
}

/** Python writes a dictionary in batches of a thousand entries. */
const stackLimit = 10_000;
const markLimit = 100;
/** Fifteen for each tensor. */
const memoLimit = 200_000;

function tooLarge(): CheckpointFormatError {
  return new CheckpointFormatError('foreign', 'its list of tensors is too large');
}

function isDamaged(): CheckpointFormatError {
  return new CheckpointFormatError('broken', 'its list of tensors is damaged');
}
