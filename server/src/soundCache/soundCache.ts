import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeptSpeech, SpeechOutline } from './keptSpeech.ts';
import { decodeOutline, decodeSpeech, encodeSpeech, outlineOf } from './speechFile.ts';

/**
 * Sounds of utterances in files, each under the hash of what was asked; what was used least recently goes when there is
 * no room. It only saves work: what cannot be read is not there, and what cannot be written is not kept.
 */
export interface SoundCache {
  /** How long a sound is and how it looks. @param key  hexadecimal */
  outline(key: string): Promise<SpeechOutline | null>;
  read(key: string): Promise<KeptSpeech | null>;
  /** @returns its outline, kept or not */
  write(key: string, speech: KeptSpeech): Promise<SpeechOutline>;
}

export interface SoundCacheOptions {
  /** Absolute; made with the first sound, for its owner only. */
  readonly folder: string;
  readonly limitBytes: number;
  /** A sound could not be kept. */
  readonly onFailure: (error: unknown) => void;
}

interface KeptFile {
  readonly bytes: number;
  usedMs: number;
  outline: SpeechOutline | null;
}

const ending = '.speech';

export function createSoundCache({ folder, limitBytes, onFailure }: SoundCacheOptions): SoundCache {
  let listing: Promise<Map<string, KeptFile>> | null = null;
  const files = (): Promise<Map<string, KeptFile>> => (listing ??= listFiles(folder));
  const placeOf = (key: string): string => path.join(folder, `${key}${ending}`);

  const touch = (key: string, file: KeptFile): void => {
    const now = Date.now();
    // The order holds over a restart; a minute is exact enough for it.
    if (now - file.usedMs > 60_000) void utimes(placeOf(key), now / 1000, now / 1000).catch(() => undefined);
    file.usedMs = now;
  };

  const makeRoom = async (known: Map<string, KeptFile>): Promise<void> => {
    let total = [...known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= limitBytes) return;
    for (const [key, { bytes }] of [...known].toSorted(([, left], [, right]) => left.usedMs - right.usedMs)) {
      if (total <= limitBytes) return;
      known.delete(key);
      total -= bytes;
      await rm(placeOf(key), { force: true });
    }
  };

  const store = async (key: string, bytes: Buffer, outline: SpeechOutline): Promise<void> => {
    const known = await files();
    const unfinished = path.join(folder, `${key}.${randomUUID()}.partial`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(unfinished, bytes, { mode: 0o600 });
      await rename(unfinished, placeOf(key));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    known.set(key, { bytes: bytes.length, usedMs: Date.now(), outline });
    await makeRoom(known);
  };

  return {
    async outline(key) {
      const known = await files();
      const file = known.get(key);
      if (file === undefined) return null;
      file.outline ??= await readOutline(placeOf(key));
      if (file.outline === null) known.delete(key);
      return file.outline;
    },
    async read(key) {
      const known = await files();
      const file = known.get(key);
      if (file === undefined) return null;
      const speech = await readFile(placeOf(key)).then(decodeSpeech, () => null);
      if (speech === null) known.delete(key);
      else touch(key, file);
      return speech;
    },
    async write(key, speech) {
      const bytes = encodeSpeech(speech);
      const outline = outlineOf(speech.chunks);
      if (bytes.length <= limitBytes) await store(key, bytes, outline).catch(onFailure);
      return outline;
    },
  };
}

/** What an earlier run has left; what it has not finished goes. */
async function listFiles(folder: string): Promise<Map<string, KeptFile>> {
  const names = await readdir(folder).catch(() => []);
  const known = new Map<string, KeptFile>();
  for (const name of names) {
    const file = path.join(folder, name);
    if (name.endsWith('.partial')) await rm(file, { force: true }).catch(() => undefined);
    if (!name.endsWith(ending)) continue;
    const found = await stat(file).catch(() => null);
    if (found === null) continue;
    known.set(name.slice(0, -ending.length), { bytes: found.size, usedMs: found.mtimeMs, outline: null });
  }
  return known;
}

async function readOutline(file: string): Promise<SpeechOutline | null> {
  try {
    await using handle = await open(file, 'r');
    const length = Buffer.alloc(4);
    await handle.read(length, 0, 4, 0);
    const header = Buffer.alloc(Math.min(length.readUInt32LE(), longestHeader));
    await handle.read(header, 0, header.length, 4);
    return decodeOutline(header.toString('utf8'));
  } catch {
    return null;
  }
}

/** A file that is none of ours may claim anything. */
const longestHeader = 8_000_000;
