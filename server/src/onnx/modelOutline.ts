import { OnnxFormatError } from './onnxFormatError.ts';
import { readModel, type Model } from './onnxModel.ts';
import { encodeText } from './text.ts';
import { WireReader, wireTypes } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/** The bytes of a model's file, read by range. */
export interface ModelBytes {
  readonly byteLength: number;
  readonly read: (offset: number, byteLength: number) => Promise<Uint8Array>;
  /** The file's path from where its constants will be looked for, with `/`. */
  readonly location: string;
}

/**
 * Reads a model of any size without its weights: constants of a kilobyte and more name their place in the file instead,
 * from where they are read when the model is loaded. What is left of it is small.
 *
 * @param mostBytes  of all that is no constant
 * @throws OnnxFormatError as `readModel`, and where there is more of it
 */
export async function readModelOutline(bytes: ModelBytes, mostBytes = mostCopiedBytes): Promise<Model> {
  const outline = { ...bytes, read: createWindow(bytes), ...createCopies(mostBytes) };
  const writer = new WireWriter();
  for await (const field of readFields(outline, { start: 0, end: bytes.byteLength })) {
    if (field.number === graphField && field.isMessage)
      writer.bytes(graphField, await outlineGraph(outline, field));
    else await copyField(outline, field, writer);
  }
  return readModel(writer.finish());
}

/** Field numbers of onnx.proto: in a model; in a graph; in a tensor. */
const graphField = 7;
const initializerField = 5;
const rawDataField = 9;
const externalDataField = 13;
const dataLocationField = 14;

const leastExternalBytes = 1024;
const mostCopiedBytes = 256 * 2 ** 20;
/** Behind each weight that is passed over another one is read. */
const windowBytes = 2 ** 12;

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Field {
  readonly number: number;
  readonly isMessage: boolean;
  /** With its tag. */
  readonly whole: Range;
  /** Of a message or bytes. */
  readonly content: Range;
}

/** A model that is read without its weights. */
interface Outline extends ModelBytes {
  /** @throws OnnxFormatError when all that is copied is too much */
  readonly countCopy: (byteLength: number) => void;
}

function createCopies(mostBytes: number): Pick<Outline, 'countCopy'> {
  let copiedBytes = 0;
  return {
    countCopy(byteLength) {
      copiedBytes += byteLength;
      if (copiedBytes > mostBytes)
        throw new OnnxFormatError(`More than ${mostBytes} bytes of the model are no constants.`);
    },
  };
}

async function outlineGraph(bytes: Outline, graph: Field): Promise<Uint8Array> {
  const writer = new WireWriter();
  for await (const field of readFields(bytes, graph.content)) {
    if (field.number === initializerField && field.isMessage)
      writer.bytes(initializerField, await outlineTensor(bytes, field));
    else await copyField(bytes, field, writer);
  }
  return writer.finish();
}

async function outlineTensor(bytes: Outline, tensor: Field): Promise<Uint8Array> {
  const writer = new WireWriter();
  for await (const field of readFields(bytes, tensor.content)) {
    const byteLength = field.content.end - field.content.start;
    if (field.number !== rawDataField || byteLength < leastExternalBytes) {
      await copyField(bytes, field, writer);
      continue;
    }
    const entries = {
      location: bytes.location,
      offset: String(field.content.start),
      length: String(byteLength),
    };
    for (const [key, value] of Object.entries(entries)) {
      writer.nested(externalDataField, (entry) => {
        entry.bytes(1, encodeText(key));
        entry.bytes(2, encodeText(value));
      });
    }
    writer.tag(dataLocationField, wireTypes.varint);
    writer.varint(1n);
  }
  return writer.finish();
}

async function copyField(bytes: Outline, { whole }: Field, writer: WireWriter): Promise<void> {
  const byteLength = whole.end - whole.start;
  bytes.countCopy(byteLength);
  writer.raw(await bytes.read(whole.start, byteLength));
}

async function* readFields(bytes: ModelBytes, { start, end }: Range): AsyncGenerator<Field> {
  for (let at = start; at < end;) {
    // A tag and a length, or a number.
    const reader = new WireReader(await bytes.read(at, Math.min(20, end - at)));
    const { fieldNumber, wireType } = reader.tag();
    const isMessage = wireType === wireTypes.bytes;
    const length = isMessage ? Number(reader.varint()) : 0;
    if (!isMessage) reader.skip(wireType);
    const contentStart = at + reader.since(0).length;
    const content = { start: contentStart, end: contentStart + length };
    if (content.end > end)
      throw new OnnxFormatError(`A field at byte ${at} ends after its message, at byte ${content.end}.`);
    yield { number: fieldNumber, isMessage, whole: { start: at, end: content.end }, content };
    at = content.end;
  }
}

/** Reads in pieces of some size, of which the last one is kept: most of what is read is small, and lies close. */
function createWindow({ byteLength, read }: ModelBytes): ModelBytes['read'] {
  let window: Uint8Array = new Uint8Array(0);
  let start = 0;
  return async (offset, length) => {
    if (offset < start || offset + length > start + window.length) {
      window = await read(offset, Math.min(byteLength - offset, Math.max(length, windowBytes)));
      start = offset;
    }
    return window.subarray(offset - start, offset - start + length);
  };
}
