import { OnnxFormatError } from './onnxFormatError.ts';

/** Strict UTF-8; written here because the pure projects have no `TextDecoder`. */
export function decodeText(bytes: Uint8Array): string {
  let ascii = '';
  for (const byte of bytes) {
    if (byte > 0x7f) return decodeNonAscii(bytes);
    ascii += String.fromCharCode(byte);
  }
  return ascii;
}

export function encodeText(text: string): Uint8Array {
  let escaped: string;
  try {
    escaped = encodeURIComponent(text);
  } catch (error) {
    throw new OnnxFormatError('A text holds half of a surrogate pair.', { cause: error });
  }
  const bytes: number[] = [];
  for (let index = 0; index < escaped.length; index += 1) {
    if (escaped[index] === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(escaped.charCodeAt(index));
    }
  }
  return Uint8Array.from(bytes);
}

function decodeNonAscii(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    throw new OnnxFormatError('A text is not valid UTF-8.', { cause: error });
  }
}
