import { z } from 'zod';
import { mostTakes, takesSchema, type Takes } from '../../../../protocol/takes.ts';
import { encodedFormats, type EncodedFormat } from '../../audioFiles/audioEncoder.ts';
import { checkFields, ignoredFields } from './checkFields.ts';
import { HttpRefusal } from './httpRefusal.ts';
import { toOwnVoice } from './openAiNames.ts';

/** A checked `POST /v1/audio/speech`. */
export interface SpeechRequest {
  readonly model: string;
  readonly text: string;
  /** One of ours. */
  readonly voice: string;
  readonly format: EncodedFormat;
  readonly rateFactor: number;
  /** How it is to be said, for voices that follow words; null: as they speak. */
  readonly instructions: string | null;
  /** Of each sentence; null: it is spoken once. */
  readonly takes: Takes | null;
  readonly isEventStream: boolean;
  /** Fields that were sent and do nothing. */
  readonly ignored: readonly string[];
}

/** @throws HttpRefusal 400 */
export function parseSpeechRequest(body: unknown): SpeechRequest {
  const fields = checkFields(speechSchema, body);
  const { model, input, voice, response_format: format, speed, instructions } = fields;
  checkSpeed(speed);
  return {
    model,
    text: input,
    voice: toOwnVoice(typeof voice === 'string' ? voice : voice.id),
    format: checkFormat(format),
    rateFactor: speed,
    instructions: instructions?.trim().slice(0, longestInstructions) || null,
    takes: toTakes(fields.takes),
    isEventStream: fields.stream_format === 'sse',
    ignored: ignoredFields(Object.keys(fields), (name) => usedFields.has(name)),
  };
}

const voiceName = z.string().min(1).max(256);

const speechSchema = z.looseObject({
  model: z.string().min(1).max(128),
  input: z.string().max(4_000_000),
  voice: z.union([voiceName, z.object({ id: voiceName })]),
  response_format: z.enum([...encodedFormats, 'opus', 'aac']).default('mp3'),
  speed: z.number().min(0.25).max(4).default(1),
  stream_format: z.enum(['audio', 'sse']).default('audio'),
  instructions: z.string().nullish(),
  /** No field of OpenAI's. */
  takes: z.union([z.int().min(1).max(mostTakes), takesSchema]).nullish(),
});

function toTakes(takes: number | Takes | null | undefined): Takes | null {
  if (typeof takes !== 'number') return takes ?? null;
  return takes === 1 ? null : { count: takes };
}

/** Whether instructions are followed depends on the voice. */
const usedFields: ReadonlySet<string> = new Set(Object.keys(speechSchema.shape));

function checkFormat(format: EncodedFormat | 'opus' | 'aac'): EncodedFormat {
  if (format !== 'opus' && format !== 'aac') return format;
  throw new HttpRefusal(400, {
    code: 'invalidInput',
    message: `There is no encoder for ${format} here.`,
    hint: `Ask for ${encodedFormats.join(', ')}.`,
    param: 'response_format',
  });
}

/** Inside what OpenAI allows, but outside of what our voices can do. */
function checkSpeed(speed: number): void {
  if (speed >= minSpeed && speed <= maxSpeed) return;
  throw new HttpRefusal(400, {
    code: 'invalidInput',
    message: `A speed of ${speed} is out of range.`,
    hint: `Voices speak at ${minSpeed} to ${maxSpeed} times their own rate.`,
    param: 'speed',
  });
}

/** Of a style; engines follow fewer. */
const longestInstructions = 2000;

const minSpeed = 0.5;
const maxSpeed = 2;
