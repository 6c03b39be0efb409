import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { takeCheckSchema, type TakeCheck } from '../../../protocol/previewRow.ts';
import type { KeptSpeech, SpeechOutline } from './keptSpeech.ts';
import { decodeOutline, decodeSpeech, encodeSpeech, outlineOf } from './speechFile.ts';
import { makeFolder } from '../system/makeFolder.ts';

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
  /** What was heard in a sound that is there; null: nobody has listened. */
  check(key: string): Promise<TakeCheck | null>;
  /** Goes with its sound. */
  writeCheck(key: string, check: TakeCheck): Promise<void>;
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
  /** `unread`: in a file that was not read yet. */
  check: TakeCheck | null | 'unread';
}

const ending = '.speech';
const checkEnding = '.heard.json';

export function createSoundCache({ folder, limitBytes, onFailure }: SoundCacheOptions): SoundCache {
  let listing: Promise<Map<string, KeptFile>> | null = null;
  const files = (): Promise<Map<string, KeptFile>> => (listing ??= listFiles(folder));
  const placeOf = (key: string): string => path.join(folder, `${key}${ending}`);
  const checkPlaceOf = (key: string): string => path.join(folder, `${key}${checkEnding}`);

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
      await rm(checkPlaceOf(key), { force: true });
    }
  };

  const writeWhole = async (place: string, content: Buffer | string): Promise<void> => {
    const unfinished = `${place}.${randomUUID()}.partial`;
    await makeFolder(folder, 0o700);
    try {
      await writeFile(unfinished, content, { mode: 0o600 });
      await rename(unfinished, place);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  };

  const store = async (key: string, bytes: Buffer, outline: SpeechOutline): Promise<void> => {
    const known = await files();
    await writeWhole(placeOf(key), bytes);
    const check = known.get(key)?.check ?? null;
    known.set(key, { bytes: bytes.length, usedMs: Date.now(), outline, check });
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
      const { takes } = speech;
      const outline = { ...outlineOf(speech.chunks), ...(takes !== undefined && { takes }) };
      if (bytes.length <= limitBytes) await store(key, bytes, outline).catch(onFailure);
      return outline;
    },
    async check(key) {
      const file = (await files()).get(key);
      if (file?.check === 'unread') file.check = await readCheck(checkPlaceOf(key));
      return file?.check ?? null;
    },
    async writeCheck(key, check) {
      const file = (await files()).get(key);
      if (file === undefined) return;
      file.check = check;
      await writeWhole(checkPlaceOf(key), JSON.stringify(check)).catch(onFailure);
    },
  };
}

async function readCheck(file: string): Promise<TakeCheck | null> {
  try {
    return takeCheckSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** What an earlier run has left; what it has not finished goes. */
async function listFiles(folder: string): Promise<Map<string, KeptFile>> {
  const names = await readdir(folder).catch(() => []);
  const known = new Map<string, KeptFile>();
  const checked = new Set(
    names.filter((name) => name.endsWith(checkEnding)).map((name) => name.slice(0, -checkEnding.length)),
  );
  for (const name of names) {
    const file = path.join(folder, name);
    if (name.endsWith('.partial')) await rm(file, { force: true }).catch(() => undefined);
    if (!name.endsWith(ending)) continue;
    const found = await stat(file).catch(() => null);
    if (found === null) continue;
    const key = name.slice(0, -ending.length);
    const check = checked.has(key) ? 'unread' : null;
    known.set(key, { bytes: found.size, usedMs: found.mtimeMs, outline: null, check });
  }
  for (const key of checked) {
    if (!known.has(key))
      await rm(path.join(folder, `${key}${checkEnding}`), { force: true }).catch(() => undefined);
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
