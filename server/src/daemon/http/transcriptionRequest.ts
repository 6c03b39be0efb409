import { z } from 'zod';
import { recognitionOptionsSchema } from '../../../../protocol/recognition.ts';
import { parseReplacements, type Replacement } from '../../../../protocol/replacements.ts';
import { checkFields, ignoredFields } from './checkFields.ts';
import { HttpRefusal } from './httpRefusal.ts';
import type { Form } from './readForm.ts';

export const transcriptionFormats = ['json', 'text', 'srt', 'vtt', 'verbose_json'] as const;

export type TranscriptionFormat = (typeof transcriptionFormats)[number];

/** A checked form of `POST /v1/audio/transcriptions`. */
export interface TranscriptionRequest {
  readonly model: string;
  readonly language: string | null;
  /** Empty: none. */
  readonly vocabulary: readonly string[];
  /** Empty: none. */
  readonly replacements: readonly Replacement[];
  readonly leaveOutFillers: boolean;
  readonly format: TranscriptionFormat;
  readonly isEventStream: boolean;
  /** Of `verbose_json`. */
  readonly withSegments: boolean;
  readonly withWords: boolean;
  /** Fields that were sent and do nothing. */
  readonly ignored: readonly string[];
}

/** @throws HttpRefusal 400 */
export function parseTranscriptionRequest({ fields, hasFile }: Form): TranscriptionRequest {
  if (!hasFile) throw missingFile();
  const parsed = checkFields(transcriptionSchema, toObject(fields));
  const { model, language, response_format: format, stream, timestamp_granularities: granularities } = parsed;
  if (stream && format !== 'json' && format !== 'text') throw notStreamed(format);
  if (granularities !== undefined && format !== 'verbose_json') throw needsVerbose();
  return {
    model,
    language: language === '' ? null : language,
    vocabulary: parsed.vocabulary,
    replacements: parsed.replacements,
    leaveOutFillers: parsed.leave_out_fillers,
    format,
    isEventStream: stream,
    withSegments: granularities?.includes('segment') ?? true,
    withWords: granularities?.includes('word') ?? false,
    ignored: ignoredFields(fields.keys(), (name) => usedFields.has(withoutBrackets(name))),
  };
}

/** Forms write numbers and truth values as words. */
const flag = z
  .string()
  .regex(/^(?:true|false|1|0)$/i, 'it is neither true nor false')
  .transform((word) => /^(?:true|1)$/i.test(word));

const transcriptionSchema = z.object({
  model: z.string().min(1).max(128),
  language: z
    .string()
    .regex(/^(?:[a-z]{2,3}(?:-[a-z0-9]{1,8})*)?$/i, 'it is no language tag such as "en"')
    .max(64)
    .default(''),
  response_format: z.enum(transcriptionFormats).default('json'),
  stream: flag.default(false),
  timestamp_granularities: z.array(z.enum(['word', 'segment'])).optional(),
  temperature: z
    .string()
    .refine((word) => word.trim() !== '' && Number(word) >= 0 && Number(word) <= 1, 'it is not from 0 to 1')
    .optional(),
  prompt: z.string().optional(),
  /** Not of OpenAI's interface: phrases, one a line or a field each. */
  vocabulary: z
    .union([z.string(), z.array(z.string())])
    .default('')
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(/\r?\n/u))
        .map((phrase) => phrase.trim())
        .filter((phrase) => phrase !== ''),
    )
    .pipe(recognitionOptionsSchema.shape.vocabulary.unwrap()),
  /** Nor these two: one `my mail -> me@example.org` a line or a field each. */
  replacements: z
    .union([z.string(), z.array(z.string())])
    .default('')
    .transform((given, context) => {
      const { replacements, problems } = parseReplacements([given].flat().join('\n'));
      if (problems.length > 0)
        context.addIssue('one of them is no "what is heard -> what is written", or is heard as another is');
      return replacements;
    }),
  leave_out_fillers: flag.default(false),
});

const usedFields: ReadonlySet<string> = new Set(
  Object.keys(transcriptionSchema.shape).filter((name) => name !== 'temperature' && name !== 'prompt'),
);

/** Lists are named `field[]`, or repeated; a field given twice that is no list is left a list, and so refused. */
function toObject(fields: Form['fields']): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].map(([name, values]) => {
      const field = withoutBrackets(name);
      const isOne = values.length === 1 && field !== 'timestamp_granularities';
      return [field, isOne ? values[0] : values];
    }),
  );
}

function withoutBrackets(name: string): string {
  return name.replace(/\[\]$/, '');
}

function missingFile(): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'invalidInput',
    message: 'The form has no file.',
    hint: 'Send the sound as a file named "file".',
    param: 'file',
  });
}

function notStreamed(format: TranscriptionFormat): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'invalidInput',
    message: `A stream of events has no ${format}.`,
    hint: 'Ask for json or text, or leave stream out.',
    param: 'stream',
  });
}

function needsVerbose(): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'invalidInput',
    message: 'Only verbose_json has timestamps.',
    hint: 'Ask for response_format verbose_json, or leave timestamp_granularities out.',
    param: 'timestamp_granularities',
  });
}
