import { createHash, randomUUID } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { inStore, readFailureReason } from '../files/fileSystemErrors.ts';
import { finishPartFile } from '../files/partFile.ts';
import {
  assertVoiceProfile,
  bandCount,
  embeddingSize,
  framesPerToken,
  headerOf,
  profileHeaderSchema,
  type ProfileHeader,
  type VoiceClip,
  type VoiceProfile,
} from './voiceProfile.ts';
import { makeFolder } from '../system/makeFolder.ts';

/**
 * The file of a voice. Little-endian: 8 bytes `aloudvoc`, uint32 version, uint32 bytes of the header, the header in JSON,
 * zeros up to a multiple of 4; of each clip its tokens (int32), its mel frames and its embedding (float32); at last the
 * SHA-256 of all before.
 */
const magic = 'aloudvoc';
const version = 1;
const preludeBytes = 16;
const checksumBytes = 32;
/** 12 clips of 30 s take 6 MB. */
const mostBytes = 16 * 2 ** 20;

/** @throws SpeechError invalidInput as `assertVoiceProfile` */
export function encodeVoiceProfile(profile: VoiceProfile): Uint8Array {
  assertVoiceProfile(profile);
  const header = Buffer.from(JSON.stringify(headerOf(profile)));
  const prelude = Buffer.alloc(preludeBytes);
  prelude.write(magic, 'latin1');
  prelude.writeUInt32LE(version, 8);
  prelude.writeUInt32LE(header.length, 12);
  const padding = Buffer.alloc(paddingAfter(header.length));
  const numbers = profile.clips.flatMap(({ tokens, mel, embedding }) =>
    [tokens, mel, embedding].map(bytesOf),
  );
  const content = Buffer.concat([prelude, header, padding, ...numbers]);
  return Buffer.concat([content, sha256(content)]);
}

/**
 * @param name  of the file, for messages
 * @throws SpeechError modelIncompatible (no voice, or of another version), modelCorrupt (cut off or changed)
 */
export function decodeVoiceProfile(bytes: Uint8Array, name: string): VoiceProfile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < preludeBytes + checksumBytes || buffer.toString('latin1', 0, 8) !== magic)
    throw incompatible(`The file ${name} is no voice of Aloud.`, 'Choose a file that Aloud made of a clip.');
  const found = buffer.readUInt32LE(8);
  if (found !== version)
    throw incompatible(
      `The voice ${name} has the version ${found}, not ${version}.`,
      found > version ? 'Update Aloud.' : 'Make the voice again from its clip.',
    );
  const content = buffer.subarray(0, -checksumBytes);
  if (!sha256(content).equals(buffer.subarray(-checksumBytes))) throw corrupt(name);
  const headerEnd = preludeBytes + content.readUInt32LE(12);
  const header = profileHeaderSchema.safeParse(parseJson(content.toString('utf8', preludeBytes, headerEnd)));
  if (!header.success) throw corrupt(name);
  const profile = readClips(
    header.data,
    content.subarray(headerEnd + paddingAfter(headerEnd - preludeBytes)),
  );
  if (profile === undefined) throw corrupt(name);
  assertVoiceProfile(profile);
  return profile;
}

/** Replaces the file as a whole: readers see the old voice or the new one, and none but the user sees either. */
export async function writeVoiceProfile(file: string, profile: VoiceProfile): Promise<void> {
  const bytes = encodeVoiceProfile(profile);
  const part = `${file}.${randomUUID()}.part`;
  const folder = path.dirname(file);
  try {
    await inStore({ folder, neededBytes: bytes.length, variable: 'ALOUD_VOICES' }, async () => {
      await makeFolder(folder, 0o700);
      await writeFile(part, bytes, { mode: 0o600 });
      await finishPartFile(part, file);
    });
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** @throws SpeechError fileUnreadable, and as `decodeVoiceProfile` */
export async function readVoiceProfile(file: string): Promise<VoiceProfile> {
  try {
    return decodeVoiceProfile(await readBounded(file), path.basename(file));
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new SpeechError('fileUnreadable', {
      message: `The voice ${file} cannot be read: ${readFailureReason(error)}.`,
      hint: 'Check its path and its permissions.',
      cause: error,
    });
  }
}

async function readBounded(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > mostBytes)
      throw incompatible(
        `The file ${path.basename(file)} is too large to be a voice.`,
        'Choose a file that Aloud made of a clip.',
      );
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function readClips(header: ProfileHeader, numbers: Uint8Array): VoiceProfile | undefined {
  const aligned = new Uint8Array(numbers).buffer;
  let at = 0;
  const take = (count: number): readonly [ArrayBuffer, number, number] => {
    const place = [aligned, at, count] as const;
    at += 4 * count;
    return place;
  };
  const needed = header.clips.reduce((sum, { tokenCount }) => sum + 4 * numbersOf(tokenCount), 0);
  if (needed !== aligned.byteLength) return undefined;
  const clips = header.clips.map(({ tokenCount, ...clip }): VoiceClip => ({
    ...clip,
    tokens: new Int32Array(...take(tokenCount)),
    mel: new Float32Array(...take(tokenCount * framesPerToken * bandCount)),
    embedding: new Float32Array(...take(embeddingSize)),
  }));
  return { name: header.name, consent: header.consent, clips };
}

function numbersOf(tokenCount: number): number {
  return tokenCount * (1 + framesPerToken * bandCount) + embeddingSize;
}

function bytesOf(values: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function paddingAfter(headerBytes: number): number {
  return (4 - (headerBytes % 4)) % 4;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function incompatible(message: string, hint: string): SpeechError {
  return new SpeechError('modelIncompatible', { message, hint });
}

function corrupt(name: string): SpeechError {
  return new SpeechError('modelCorrupt', {
    message: `The voice ${name} was changed or cut off.`,
    hint: 'Copy it again, or make the voice again from its clip.',
  });
}
