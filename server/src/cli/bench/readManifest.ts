import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  deliveries,
  heardEmotions,
  soundEvents,
  type HeardEmotion,
} from '../../../../protocol/expression.ts';
import { SpeechError } from '../../../../protocol/errors.ts';
import { readFailureReason } from '../../files/fileSystemErrors.ts';
import type { Spoken } from '../../recognition/accuracy/accuracy.ts';
import { spokenLanguage } from '../../recognition/spokenLanguage.ts';

/** A recording of a manifest. */
export interface ManifestEntry extends Spoken {
  /** From the place of the manifest on. */
  readonly file: string;
}

/**
 * Reads a JSON list of `{file, text, language, emotion, events}`. All but `file` may be missing, and one of the others
 * must be there; a missing language is English. Names of emotions and events are those of scripts, or SenseVoice's.
 *
 * @throws SpeechError fileUnreadable; invalidInput, naming the entry
 */
export async function readManifest(manifest: string, signal: AbortSignal): Promise<readonly ManifestEntry[]> {
  const text = await readFile(manifest, { encoding: 'utf8', signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new SpeechError('fileUnreadable', {
      message: `${manifest} could not be read: ${readFailureReason(cause)}.`,
      hint: 'Check the path and that you may read it.',
      cause,
    });
  });
  const list = parseList(text);
  if (list === null || list.length === 0) throw invalid(manifest, 'is not a JSON list of recordings');
  return list.map((entry, index) => readEntry(entry, { manifest, place: `entry ${index + 1}` }));
}

function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

interface EntryPlace {
  readonly manifest: string;
  /** How the entry is called in messages. */
  readonly place: string;
}

function readEntry(entry: unknown, { manifest, place }: EntryPlace): ManifestEntry {
  const fields = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
  const { file } = fields;
  if (typeof file !== 'string' || file === '') throw invalid(manifest, `has no "file" in its ${place}`);
  const refuse = (what: string): never => {
    throw invalid(manifest, `says of ${file} ${what}`);
  };
  // What other tools call it.
  const language = fields['language'] ?? fields['lang'] ?? 'en';
  const { text = null, emotion = null, events = null } = fields;
  if (typeof language !== 'string') return refuse('a "language" that is no text');
  if (text !== null && typeof text !== 'string') return refuse('a "text" that is none');
  if (emotion !== null && typeof emotion !== 'string') return refuse('an "emotion" that is no text');
  if (events !== null && !isTexts(events)) return refuse('"events" that are no list of names');
  if (text === null && emotion === null && events === null) {
    return refuse('nothing that could be compared: no "text", "emotion" or "events"');
  }
  return {
    file: path.resolve(path.dirname(manifest), file),
    text,
    language: spokenLanguage(language),
    emotion:
      emotion === null
        ? null
        : (emotionNames.get(emotion.toLowerCase()) ?? refuse(`an emotion "${emotion}"`)),
    events:
      events?.map((event) => eventNames.get(event.toLowerCase()) ?? refuse(`an event "${event}"`)) ?? null,
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

const emotionNames: ReadonlyMap<string, HeardEmotion> = new Map([
  ...heardEmotions.map((emotion) => [emotion, emotion] as const),
  ['happiness', 'happy'],
  ['joy', 'happy'],
  ['sadness', 'sad'],
  ['anger', 'angry'],
  ['surprise', 'surprised'],
  ['fear', 'fearful'],
  ['disgust', 'disgusted'],
]);

const eventNames: ReadonlyMap<string, string> = new Map([
  ...[...soundEvents, ...deliveries].map((event) => [event, event] as const),
  ['bgm', 'music'],
  ['cry', 'crying'],
  ['sing', 'singing'],
]);

function invalid(manifest: string, reason: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${manifest} ${reason}.`,
    hint: `It is a JSON list of {"file", "text", "language", "emotion", "events"}. Emotions: ${heardEmotions.join(', ')}. Events: ${['laughter', 'crying', 'singing', 'applause', 'music', 'cough', 'sneeze', 'breath'].join(', ')}.`,
  });
}
