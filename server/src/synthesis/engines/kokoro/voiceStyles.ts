import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import { nearestNames } from '../../../text/nearestNames.ts';
import { parseVoiceBlend, type VoiceShare } from './voiceBlend.ts';

/** One voice file: a style for each number of phonemes from 0 to 509. */
const rowCount = 510;
export const styleLength = 256;
const voiceFileBytes = rowCount * styleLength * Float32Array.BYTES_PER_ELEMENT;

/** Half a megabyte each; the least recently used one goes. */
const keptVoiceCount = 8;

export interface VoiceStyles {
  /** @throws SpeechError unknownVoice, when the voice or a voice of the blend does not exist */
  require(voice: string): readonly VoiceShare[];
  /**
   * The style in which a voice, or a blend of voices, says so many phonemes: float32 [256].
   *
   * @throws SpeechError unknownVoice, fileUnreadable, modelCorrupt
   */
  style(voice: string, phonemeCount: number): Promise<Float32Array>;
}

/** @param voicePaths  files of 510 x 256 little-endian float32 by voice id; each is read when first spoken with */
export function createVoiceStyles(voicePaths: ReadonlyMap<string, string>): VoiceStyles {
  const loaded = new Map<string, Promise<Float32Array>>();

  function load(id: string): Promise<Float32Array> {
    const rows = loaded.get(id) ?? readVoice(id, voicePaths.get(id) ?? '');
    loaded.delete(id);
    loaded.set(id, rows);
    rows.catch(() => loaded.delete(id));
    for (const oldest of [...loaded.keys()].slice(0, -keptVoiceCount)) loaded.delete(oldest);
    return rows;
  }

  return {
    require: (voice) => requireVoices(voice, [...voicePaths.keys()]),
    async style(voice, phonemeCount) {
      const row = Math.min(Math.max(phonemeCount, 0), rowCount - 1) * styleLength;
      const style = new Float32Array(styleLength);
      for (const { id, share } of requireVoices(voice, [...voicePaths.keys()])) {
        const part = (await load(id)).subarray(row, row + styleLength);
        part.forEach((value, index) => (style[index] = (style[index] ?? 0) + share * value));
      }
      return style;
    },
  };
}

function requireVoices(voice: string, known: readonly string[]): VoiceShare[] {
  const shares = parseVoiceBlend(voice);
  const unknown = shares === null ? voice : shares.find(({ id }) => !known.includes(id))?.id;
  if (shares !== null && unknown === undefined) return shares;
  const near = nearestNames(unknown ?? voice, known);
  throw new SpeechError('unknownVoice', {
    message: `There is no voice "${unknown ?? voice}".`,
    hint: `${near.length > 0 ? `Did you mean ${near.join(', ')}? ` : ''}List the voices with 'aloud voices'.`,
  });
}

async function readVoice(id: string, path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SpeechError('fileUnreadable', {
      message: `The voice "${id}" cannot be read from "${path}".`,
      hint: "Install the voices again with 'aloud models pull kokoro-82m'.",
      cause,
    });
  });
  if (bytes.byteLength !== voiceFileBytes) {
    throw new SpeechError('modelCorrupt', {
      message: `The voice file "${path}" has ${bytes.byteLength} bytes instead of ${voiceFileBytes}.`,
      hint: "Install the voices again with 'aloud models pull kokoro-82m'.",
    });
  }
  const rows = new Float32Array(rowCount * styleLength);
  for (let index = 0; index < rows.length; index += 1) rows[index] = bytes.readFloatLE(index * 4);
  return rows;
}
