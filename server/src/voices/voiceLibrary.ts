import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { Emotion } from '../../../protocol/expression.ts';
import { errorCode, inStore, readFailureReason } from '../files/fileSystemErrors.ts';
import { withLock } from '../files/lock.ts';
import { nearestNames } from '../text/nearestNames.ts';
import { readVoiceProfile, writeVoiceProfile } from './profileFile.ts';
import { assertVoiceName, isSameName } from './voiceName.ts';
import { tokenMs, type Consent, type VoiceClip, type VoiceProfile } from './voiceProfile.ts';
import { makeFolder } from '../system/makeFolder.ts';

/**
 * The voices that a user has made, a file each; its name is the voice's. Two processes may write at a time: one waits
 * for the other. Names differ by more than their case.
 */
export interface VoiceLibrary {
  /** By name. What cannot be read is among them, with the reason. @throws SpeechError fileUnreadable: the folder */
  list(signal: AbortSignal): Promise<readonly VoiceSummary[]>;
  /** @throws SpeechError unknownVoice, and as `readVoiceProfile` */
  open(name: string, signal: AbortSignal): Promise<VoiceProfile>;
  /** @throws SpeechError as `open` */
  summarize(name: string, signal: AbortSignal): Promise<ReadableVoice>;
  /** @throws SpeechError invalidInput: no name for a voice, or one that is taken. Reads no voice. */
  requireFree(name: string, signal: AbortSignal): Promise<void>;
  /**
   * @param options.replaces  a voice of this name, which keeps its writing
   * @throws SpeechError as `requireFree` and `assertVoiceProfile`, and diskFull, cacheNotWritable
   */
  add(profile: VoiceProfile, options: AddOptions, signal: AbortSignal): Promise<ReadableVoice>;
  /** Also what cannot be read. @throws SpeechError unknownVoice, cacheNotWritable */
  remove(name: string, signal: AbortSignal): Promise<void>;
}

export interface AddOptions {
  readonly replaces: boolean;
}

export type VoiceSummary = ReadableVoice | UnreadableVoice;

export interface ReadableVoice {
  readonly state: 'ready';
  readonly name: string;
  /** That speaks with it. */
  readonly engine: string;
  /** BCP-47, of the clip of no emotion. */
  readonly language: string;
  readonly consent: Consent;
  readonly clips: readonly ClipSummary[];
}

export interface ClipSummary {
  readonly emotion: Emotion | null;
  readonly transcript: string;
  /** BCP-47. */
  readonly language: string;
  readonly durationMs: number;
}

/** Damaged, or of another version of Aloud. */
export interface UnreadableVoice {
  readonly state: 'unreadable';
  readonly name: string;
  readonly problem: SpeechError;
}

const ending = '.voice';

/** @param folder  made with the first voice, for the user alone */
export function openVoiceLibrary(folder: string): VoiceLibrary {
  const placeOf = (name: string): string => path.join(folder, `${name}${ending}`);

  /** As it is written in the folder: no name leads out of it. */
  const find = async (name: string): Promise<string | undefined> =>
    (await readNames(folder)).find((known) => isSameName(known, name));

  const requireName = async (name: string): Promise<string> => {
    const names = await readNames(folder);
    const found = names.find((known) => isSameName(known, name));
    if (found === undefined) throw unknownVoice(name, names);
    return found;
  };

  const open: VoiceLibrary['open'] = async (name, signal) => {
    signal.throwIfAborted();
    const found = await requireName(name);
    return { ...(await readVoiceProfile(placeOf(found))), name: found };
  };

  const inTurn = <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> =>
    inStore({ folder, variable: 'ALOUD_VOICES' }, async () => {
      signal.throwIfAborted();
      await makeFolder(folder, 0o700);
      return withLock(path.join(folder, '.lock'), { signal }, work);
    });

  return {
    async list(signal) {
      const summaries: VoiceSummary[] = [];
      for (const name of await readNames(folder)) {
        signal.throwIfAborted();
        const summary = await readSummary(name, placeOf(name));
        if (summary !== null) summaries.push(summary);
      }
      return summaries;
    },
    open,
    summarize: async (name, signal) => summaryOf(await open(name, signal)),
    async requireFree(name, signal) {
      signal.throwIfAborted();
      assertVoiceName(name);
      const known = await find(name);
      if (known !== undefined) throw nameTaken(known);
    },
    async add(profile, { replaces }, signal) {
      assertVoiceName(profile.name);
      return inTurn(async () => {
        const known = await find(profile.name);
        if (known !== undefined && !replaces) throw nameTaken(known);
        const named = { ...profile, name: known ?? profile.name.normalize('NFC') };
        await writeVoiceProfile(placeOf(named.name), named);
        return summaryOf(named);
      }, signal);
    },
    async remove(name, signal) {
      await requireName(name);
      await inTurn(async () => {
        await rm(placeOf(await requireName(name)));
      }, signal);
    },
  };
}

/** @returns null where it has gone meanwhile */
async function readSummary(name: string, file: string): Promise<VoiceSummary | null> {
  try {
    assertVoiceName(name);
    return summaryOf({ ...(await readVoiceProfile(file)), name });
  } catch (error) {
    if (!isSpeechError(error)) throw error;
    if (errorCode(error.cause) === 'ENOENT') return null;
    return { state: 'unreadable', name, problem: error };
  }
}

function summaryOf({ name, consent, clips }: VoiceProfile): ReadableVoice {
  const language = clips[0]?.language ?? 'und';
  return { state: 'ready', name, engine: 'cosyvoice', language, consent, clips: clips.map(toClipSummary) };
}

function toClipSummary({ emotion, transcript, language, tokens }: VoiceClip): ClipSummary {
  return { emotion, transcript, language, durationMs: tokens.length * tokenMs };
}

async function readNames(folder: string): Promise<string[]> {
  try {
    const files = await readdir(folder);
    return files
      .filter((file) => file.endsWith(ending))
      .map((file) => path.basename(file, ending))
      .sort((left, right) => left.localeCompare(right));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new SpeechError('fileUnreadable', {
      message: `The folder of voices ${folder} cannot be read: ${readFailureReason(error)}.`,
      hint: 'Check its permissions, or set ALOUD_VOICES to a folder of your own.',
      cause: error,
    });
  }
}

function nameTaken(name: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `There is a voice "${name}" already.`,
    hint: 'Choose another name, or remove that voice first.',
  });
}

function unknownVoice(name: string, known: readonly string[]): SpeechError {
  const near = nearestNames(name, known);
  return new SpeechError('unknownVoice', {
    message: `No voice "${name}" was made from a clip.`,
    hint:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'Make one with: aloud voices add NAME CLIP --whose "My own voice."',
  });
}
