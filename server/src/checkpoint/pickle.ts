import { CheckpointFormatError } from './checkpointFormatError.ts';
import { PickleStack } from './pickleStack.ts';
import {
  buildStorage,
  call,
  isDictionary,
  isTensor,
  requireGlobal,
  type PickledTensor,
  type PickleDictionary,
  type PickleValue,
} from './pickleValues.ts';

export type { PickledTensor } from './pickleValues.ts';

/**
 * Reads the pickle of a dictionary of tensors. A pickle is a program for a small machine; this one knows the
 * instructions that `torch.save` writes, makes plain data, and calls nothing: "calling" OrderedDict is an empty
 * dictionary, and rebuilding a tensor is its description. Whatever names another function is refused. Work and memory
 * are bounded by the limits below, however the bytes are made.
 *
 * @returns the tensors at the root of the dictionary, by name
 * @throws CheckpointFormatError and nothing else
 * Source: pickletools.py of Python 3.13, protocol 2
 */
export function readPickle(bytes: Uint8Array): Map<string, PickledTensor> {
  const root = runPickle(bytes);
  if (!isDictionary(root)) throw new CheckpointFormatError('foreign', 'it holds no dictionary of tensors');
  const tensors = new Map<string, PickledTensor>();
  for (const [name, value] of root.entries) {
    if (isTensor(value) && typeof name === 'string') tensors.set(name, value);
  }
  return tensors;
}

/** Forty for each tensor. */
const instructionLimit = 400_000;
const textLimit = 4096;

function runPickle(bytes: Uint8Array): PickleValue {
  const machine: Machine = { reader: new PickleBytes(bytes), stack: new PickleStack() };
  for (let count = 0; count < instructionLimit; count += 1) {
    const code = machine.reader.byte();
    if (code === stop) return machine.stack.pop();
    const instruction = instructions[code];
    if (instruction === undefined) {
      throw new CheckpointFormatError('foreign', `its list of tensors asks for instruction ${code}`);
    }
    instruction(machine);
  }
  throw new CheckpointFormatError('foreign', 'its list of tensors is too long');
}

interface Machine {
  readonly reader: PickleBytes;
  readonly stack: PickleStack;
}

const stop = '.'.charCodeAt(0);

const instructions: Readonly<Record<number, (machine: Machine) => void>> = Object.fromEntries(
  Object.entries<(machine: Machine) => void>({
    // PROTO
    '\x80': ({ reader }) => {
      const version = reader.byte();
      if (version !== 2) throw new CheckpointFormatError('foreign', `its pickle has protocol ${version}`);
    },
    // MARK
    '(': ({ stack }) => {
      stack.mark();
    },
    // NONE, NEWTRUE, NEWFALSE
    N: ({ stack }) => {
      stack.push(null);
    },
    '\x88': ({ stack }) => {
      stack.push(true);
    },
    '\x89': ({ stack }) => {
      stack.push(false);
    },
    // BININT, BININT1, BININT2, LONG1, BINFLOAT
    J: ({ reader, stack }) => {
      stack.push(reader.view(4).getInt32(0, true));
    },
    K: ({ reader, stack }) => {
      stack.push(reader.byte());
    },
    M: ({ reader, stack }) => {
      stack.push(reader.view(2).getUint16(0, true));
    },
    '\x8a': ({ reader, stack }) => {
      stack.push(reader.long());
    },
    G: ({ reader, stack }) => {
      stack.push(reader.view(8).getFloat64(0));
    },
    // BINUNICODE
    X: ({ reader, stack }) => {
      stack.push(reader.text(reader.view(4).getUint32(0, true)));
    },
    // GLOBAL
    c: ({ reader, stack }) => {
      stack.push(requireGlobal(`${reader.line()} ${reader.line()}`));
    },
    // BINPUT, LONG_BINPUT, BINGET, LONG_BINGET
    q: ({ reader, stack }) => {
      stack.remember(reader.byte());
    },
    r: ({ reader, stack }) => {
      stack.remember(reader.view(4).getUint32(0, true));
    },
    h: ({ reader, stack }) => {
      stack.recall(reader.byte());
    },
    j: ({ reader, stack }) => {
      stack.recall(reader.view(4).getUint32(0, true));
    },
    // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE
    ')': ({ stack }) => {
      stack.push({ kind: 'tuple', items: [] });
    },
    '\x85': ({ stack }) => {
      stack.push({ kind: 'tuple', items: stack.popMany(1) });
    },
    '\x86': ({ stack }) => {
      stack.push({ kind: 'tuple', items: stack.popMany(2) });
    },
    '\x87': ({ stack }) => {
      stack.push({ kind: 'tuple', items: stack.popMany(3) });
    },
    t: ({ stack }) => {
      stack.push({ kind: 'tuple', items: stack.popToMark() });
    },
    // EMPTY_DICT, SETITEM, SETITEMS
    '}': ({ stack }) => {
      stack.push({ kind: 'dictionary', entries: new Map() });
    },
    s: ({ stack }) => {
      const pair = stack.popMany(2);
      setItems(stack.top(), pair);
    },
    u: ({ stack }) => {
      const pairs = stack.popToMark();
      setItems(stack.top(), pairs);
    },
    // EMPTY_LIST, APPEND, APPENDS
    ']': ({ stack }) => {
      stack.push({ kind: 'list', items: [] });
    },
    a: ({ stack }) => {
      const items = stack.popMany(1);
      append(stack.top(), items);
    },
    e: ({ stack }) => {
      const items = stack.popToMark();
      append(stack.top(), items);
    },
    // REDUCE: a call
    R: ({ stack }) => {
      const [callable = null, args = null] = stack.popMany(2);
      stack.push(call(callable, args));
    },
    // BUILD: attributes of what is below, which a dictionary has no place for
    b: ({ stack }) => {
      stack.pop();
      requireDictionary(stack.top());
    },
    // BINPERSID
    Q: ({ stack }) => {
      stack.push(buildStorage(stack.pop()));
    },
  }).map(([code, instruction]) => [code.charCodeAt(0), instruction]),
);

function requireDictionary(value: PickleValue): PickleDictionary {
  if (isDictionary(value)) return value;
  throw new CheckpointFormatError('foreign', 'its list of tensors sets parts of what has none');
}

function setItems(target: PickleValue, pairs: readonly PickleValue[]): void {
  const { entries } = requireDictionary(target);
  if (pairs.length % 2 !== 0) throw new CheckpointFormatError('broken', 'its list of tensors is damaged');
  for (let index = 0; index < pairs.length; index += 2) {
    const key = pairs[index] ?? null;
    if (typeof key !== 'string' && typeof key !== 'number') {
      throw new CheckpointFormatError('foreign', 'its dictionary has keys that are no names');
    }
    entries.set(key, pairs[index + 1] ?? null);
  }
}

function append(target: PickleValue, items: readonly PickleValue[]): void {
  if (typeof target !== 'object' || target?.kind !== 'list') {
    throw new CheckpointFormatError('foreign', 'its list of tensors adds to what is no list');
  }
  for (const item of items) target.items.push(item);
}

/** Reads the operands of instructions. */
class PickleBytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  view(byteLength: number): DataView {
    const bytes = this.#take(byteLength);
    return new DataView(bytes.buffer, bytes.byteOffset, byteLength);
  }

  text(byteLength: number): string {
    if (byteLength > textLimit) throw new CheckpointFormatError('foreign', 'its names are too long');
    return new TextDecoder().decode(this.#take(byteLength));
  }

  /** Up to the next line feed, which is left out. */
  line(): string {
    const end = this.#bytes.subarray(this.#at, this.#at + textLimit).indexOf(0x0a);
    if (end < 0) throw new CheckpointFormatError('broken', 'its list of tensors is damaged');
    const text = this.text(end);
    this.#at += 1;
    return text;
  }

  /** Two's complement, little-endian, of the length in the first byte. */
  long(): number {
    const bytes = this.#take(this.byte());
    const bits = bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    const value = Number(BigInt.asIntN(8 * bytes.length, bits));
    if (Number.isSafeInteger(value)) return value;
    throw new CheckpointFormatError('foreign', 'its list of tensors has a number that is too large');
  }

  #take(byteLength: number): Uint8Array {
    const start = this.#at;
    if (start + byteLength > this.#bytes.length) {
      throw new CheckpointFormatError('broken', 'its list of tensors ends too early');
    }
    this.#at += byteLength;
    return this.#bytes.subarray(start, this.#at);
  }
}
