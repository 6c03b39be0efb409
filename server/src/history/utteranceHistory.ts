import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import type { Hearing, HistoryLimits, KeptUtterance } from '../../../protocol/history.ts';
import { inStore } from '../files/fileSystemErrors.ts';
import {
  decodeRecord,
  decodeUtterance,
  encodeUtterance,
  longestStart,
  type UtteranceFile,
  type UtteranceRecord,
} from './utteranceFile.ts';
import { makeFolder } from '../system/makeFolder.ts';

/**
 * What was said, each utterance in a file of its own that nobody but the user may read, until it is deleted: by the
 * user, by its age or for newer ones. What cannot be read is not there.
 */
export interface UtteranceHistory {
  /** Deletes what is beyond the limits. */
  limit(limits: HistoryLimits): Promise<void>;
  /** Never throws: what cannot be kept is told to `onFailure`. */
  keep(said: SaidUtterance, limits: HistoryLimits): Promise<void>;
  /** The latest first. */
  list(): Promise<readonly KeptUtterance[]>;
  /** @throws SpeechError invalidInput where there is none, or its sound was not kept */
  readSound(id: string): Promise<Uint8Array>;
  /** It becomes the first of the last five. @throws SpeechError invalidInput where there is none */
  addHearing(id: string, hearing: Hearing): Promise<KeptUtterance>;
  /** @param ids  null: all. @throws SpeechError cacheNotWritable */
  remove(ids: readonly string[] | null): Promise<void>;
}

export interface SaidUtterance {
  readonly durationMs: number;
  readonly hearing: Hearing;
  /** Mono 16 kHz, signed 16-bit little-endian. */
  readonly sound: Uint8Array;
}

export interface UtteranceHistoryOptions {
  /** Absolute; made with the first utterance, for its owner only. */
  readonly folder: string;
  /** Of all files; the oldest go. */
  readonly limitBytes: number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly onChanged: () => void;
  /** An utterance could not be kept. */
  readonly onFailure: (error: unknown) => void;
}

const ending = '.utterance';
const mostHearings = 5;

interface StoredUtterance {
  readonly id: string;
  readonly record: UtteranceRecord;
  /** Of the file. */
  readonly bytes: number;
}

export function createUtteranceHistory(options: UtteranceHistoryOptions): UtteranceHistory {
  const { folder, limitBytes, nowMs, onChanged, onFailure } = options;
  const placeOf = (id: string): string => path.join(folder, `${id}${ending}`);
  const inTurn = createTurns();

  const find = async (id: string): Promise<UtteranceFile> => {
    const file = await readFile(placeOf(id)).then(decodeUtterance, () => null);
    if (file !== null && file.record.keepUntilMs > nowMs()) return file;
    throw notThere(id);
  };
  const write = async (id: string, file: UtteranceFile): Promise<void> => {
    const unfinished = path.join(folder, `${id}.${randomUUID()}.partial`);
    await makeFolder(folder, 0o700);
    await chmod(folder, 0o700);
    try {
      await writeFile(unfinished, encodeUtterance(file), { mode: 0o600 });
      await rename(unfinished, placeOf(id));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  };
  /** The latest first, without what is too old; what is broken or was never finished goes. */
  const sweep = async (): Promise<readonly StoredUtterance[]> => {
    const names = await readdir(folder).catch(() => []);
    const kept: StoredUtterance[] = [];
    for (const name of names.filter(isOurs).sort().reverse()) {
      const found = name.endsWith(ending) ? await readStart(path.join(folder, name)) : null;
      if (found !== null && found.record.keepUntilMs > nowMs())
        kept.push({ id: path.basename(name, ending), ...found });
      else await rm(path.join(folder, name), { force: true }).catch(() => undefined);
    }
    return kept;
  };
  /** @returns whether something went */
  const trim = async ({ utteranceCount, keepMs }: HistoryLimits): Promise<boolean> => {
    let total = 0;
    let isChanged = false;
    for (const [index, { id, bytes, record }] of (await sweep()).entries()) {
      total += bytes;
      const isOver = index >= utteranceCount || total > limitBytes || record.saidMs + keepMs <= nowMs();
      if (!isOver) continue;
      await rm(placeOf(id), { force: true });
      isChanged = true;
    }
    return isChanged;
  };

  return {
    limit: (limits) =>
      inTurn(async () => {
        if (await trim(limits)) onChanged();
      }).catch(onFailure),
    keep: ({ durationMs, hearing, sound }, limits) =>
      inTurn(async () => {
        if (limits.utteranceCount === 0) return;
        const saidMs = Math.round(nowMs());
        const hasSound = limits.hasSound && sound.length > 0;
        const keepUntilMs = saidMs + limits.keepMs;
        const record = { saidMs, durationMs, hasSound, hearings: [hearing], keepUntilMs };
        await write(createId(saidMs), { record, sound: hasSound ? sound : null });
        await trim(limits);
        onChanged();
      }).catch(onFailure),
    list: () => inTurn(async () => (await sweep()).map(toKept)),
    async readSound(id) {
      const { sound } = await find(id);
      if (sound === null) throw withoutSound();
      return sound;
    },
    addHearing: (id, hearing) =>
      inTurn(async () => {
        const { record, sound } = await find(id);
        const hearings = [hearing, ...record.hearings].slice(0, mostHearings);
        await inStore({ folder }, () => write(id, { record: { ...record, hearings }, sound }));
        onChanged();
        return toKept({ id, record: { ...record, hearings } });
      }),
    remove: (ids) =>
      inTurn(async () => {
        const gone =
          ids?.map((id) => `${id}${ending}`) ?? (await readdir(folder).catch(() => [])).filter(isOurs);
        await inStore({ folder }, async () => {
          for (const name of gone) await rm(path.join(folder, name), { force: true });
        });
        if (gone.length > 0) onChanged();
      }),
  };
}

/** @returns null where it is no utterance, or cannot be read */
async function readStart(file: string): Promise<Omit<StoredUtterance, 'id'> | null> {
  try {
    await using handle = await open(file, 'r');
    const start = Buffer.alloc(longestStart);
    const { bytesRead } = await handle.read(start, 0, longestStart, 0);
    const record = decodeRecord(start.subarray(0, bytesRead));
    return record && { record, bytes: (await handle.stat()).size };
  } catch {
    return null;
  }
}

/** One after the other, whether the one before failed or not: what is deleted must not be written again meanwhile. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Its order is that of time. */
function createId(saidMs: number): string {
  return `${saidMs.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
}

/** The folder may be one that the user has other files in. */
function isOurs(name: string): boolean {
  return /^[0-9a-z]{9}-[0-9a-f]{8}\.(?:utterance|[0-9a-f-]{36}\.partial)$/u.test(name);
}

function toKept({ id, record }: Omit<StoredUtterance, 'bytes'>): KeptUtterance {
  const { saidMs, durationMs, hasSound, hearings } = record;
  return { id, saidMs, durationMs, hasSound, hearings };
}

function notThere(id: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `There is no utterance "${id}" in the history.`,
    hint: 'It was deleted, or is older than what is kept.',
  });
}

function withoutSound(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The sound of this utterance was not kept.',
    hint: 'What is said after the sound is switched on can be played and heard again.',
  });
}
