import type { HeardEmotion } from '../../../../../protocol/expression.ts';
import { SpeechError } from '../../../../../protocol/errors.ts';

/** The pieces a model writes, and the tags among them. */
export interface Vocabulary {
  readonly pieces: readonly string[];
  /** Whether a piece is a tag, `<|...|>`, or a mark of the tokenizer: never a part of the text. */
  isMarkup(id: number): boolean;
  /** Ids by what the frames of the head can say. */
  readonly heads: HeadTags;
}

export interface HeadTags {
  /** Null: no speech. */
  readonly languages: ReadonlyMap<number, string | null>;
  /** Null: none of those that have a name. */
  readonly emotions: ReadonlyMap<number, HeardEmotion | null>;
  /** Null: speech, or nothing that is written. */
  readonly events: ReadonlyMap<number, string | null>;
}

const languageTags: Readonly<Record<string, string | null>> = {
  zh: 'zh',
  en: 'en',
  yue: 'yue',
  ja: 'ja',
  ko: 'ko',
  nospeech: null,
};

const emotionTags: Readonly<Record<string, HeardEmotion | null>> = {
  HAPPY: 'happy',
  SAD: 'sad',
  ANGRY: 'angry',
  NEUTRAL: 'neutral',
  FEARFUL: 'fearful',
  DISGUSTED: 'disgusted',
  SURPRISED: 'surprised',
  OTHER: null,
  EMO_UNKNOWN: null,
};

/** As scripts write them; crying and singing are ways to speak. */
const eventTags: Readonly<Record<string, string | null>> = {
  Speech: null,
  BGM: 'music',
  Laughter: 'laughter',
  Applause: 'applause',
  Cry: 'crying',
  Sneeze: 'sneeze',
  Breath: 'breath',
  Cough: 'cough',
  Sing: 'singing',
  Speech_Noise: null,
  GBG: null,
  Event_UNK: null,
};

/** @throws SpeechError modelIncompatible where a tag of the head is missing */
export function createVocabulary(pieces: readonly string[]): Vocabulary {
  const idsOf = <Value>(tags: Readonly<Record<string, Value>>): Map<number, Value> => {
    const ids = new Map<number, Value>();
    pieces.forEach((piece, id) => {
      const name = tagName(piece);
      if (name !== null && Object.hasOwn(tags, name)) ids.set(id, tags[name] as Value);
    });
    return ids;
  };
  const heads = { languages: idsOf(languageTags), emotions: idsOf(emotionTags), events: idsOf(eventTags) };
  const missing = Object.keys({ ...languageTags, ...emotionTags, ...eventTags }).find(
    (tag) => !pieces.includes(`<|${tag}|>`),
  );
  if (missing !== undefined) throw badTokens(`it has no tag <|${missing}|>`);
  const markup = new Set(
    [...pieces.keys()].filter((id) => id < controlCount || tagName(pieces[id] ?? '') !== null),
  );
  return { pieces, isMarkup: (id) => markup.has(id), heads };
}

/** `<unk>`, which is the blank, `<s>` and `</s>`. */
const controlCount = 3;

function tagName(piece: string): string | null {
  return /^<\|(.*)\|>$/u.exec(piece)?.[1] ?? null;
}

/**
 * Reads `tokens.json`, a list of pieces, or `tokens.txt`, a piece and its id in each line.
 *
 * @param size  of the vocabulary of the graph
 * @throws SpeechError modelIncompatible
 */
export function readPieces(text: string, size: number): string[] {
  const pieces = text.trimStart().startsWith('[') ? readList(text) : readLines(text);
  if (pieces.length !== size) throw badTokens(`it has ${pieces.length} pieces, the model ${size}`);
  return pieces;
}

function readList(text: string): string[] {
  const list = parseJson(text);
  if (!Array.isArray(list) || !list.every((piece) => typeof piece === 'string'))
    throw badTokens('it is no list of strings');
  return list;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badTokens('it is no JSON');
  }
}

/** A piece may hold any white space but the end of a line. */
function readLines(text: string): string[] {
  const pieces: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line === '') continue;
    const [, piece, id] = /^(.*)[ \t](\d+)$/u.exec(line) ?? [];
    if (piece === undefined || Number(id) !== pieces.length)
      throw badTokens(`line ${pieces.length + 1} is no piece with its number`);
    pieces.push(piece);
  }
  return pieces;
}

function badTokens(reason: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `The list of tokens does not fit the SenseVoice model: ${reason}.`,
    hint: 'Take the graph and its tokens from one place.',
  });
}
