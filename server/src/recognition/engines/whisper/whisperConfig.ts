import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { SpeechError } from '../../../../../protocol/errors.ts';

/** What the files beside a Whisper graph say of it; token ids differ between its versions. */
export interface WhisperConfig {
  readonly melCount: number;
  readonly layerCount: number;
  readonly encoderHeadCount: number;
  readonly decoderHeadCount: number;
  /** Of a head, the same in both. */
  readonly headWidth: number;
  /** 20 ms of sound each; 1500 for 30 s. */
  readonly maxPositions: number;
  /** Prompt and text together. */
  readonly maxTokens: number;
  readonly tokens: WhisperTokens;
}

export interface WhisperTokens {
  readonly start: number;
  /** Ends the text; all smaller ids are text. */
  readonly end: number;
  readonly transcribe: number;
  readonly noSpeech: number;
  readonly noTimestamps: number;
  /** `<|0.00|>`; each one after it is 20 ms later, up to the last id of all. */
  readonly firstTimestamp: number;
  /** Ids by the language's code in Whisper. */
  readonly languages: ReadonlyMap<string, number>;
  /** Never said, and not said first. */
  readonly suppressed: readonly number[];
  readonly suppressedAtStart: readonly number[];
  /** The first timestamp may be so many after `<|0.00|>`. */
  readonly maxInitialTimestamp: number;
}

export interface WhisperConfigPaths {
  /** `config.json`, `generation_config.json`, `tokenizer.json`. */
  readonly model: string;
  readonly generation: string;
  readonly tokenizer: string;
}

/** @throws SpeechError modelIncompatible for files of another model or of an English-only Whisper */
export async function readWhisperConfig(paths: WhisperConfigPaths): Promise<WhisperConfig> {
  const model = parse(modelSchema, await readFile(paths.model, 'utf8'), 'config.json');
  const generation = parse(
    generationSchema,
    await readFile(paths.generation, 'utf8'),
    'generation_config.json',
  );
  const tokenizer = parse(tokenizerSchema, await readFile(paths.tokenizer, 'utf8'), 'tokenizer.json');
  const noSpeech = tokenizer.added_tokens.find(({ content }) =>
    ['<|nospeech|>', '<|nocaptions|>'].includes(content),
  );
  if (noSpeech === undefined) throw incompatible('its tokenizer.json has no token of silence');
  const languages = Object.entries(generation.lang_to_id).map(
    ([tag, id]) => [tag.replace(/^<\|(.*)\|>$/u, '$1'), id] as const,
  );
  return {
    melCount: model.num_mel_bins,
    layerCount: model.decoder_layers,
    encoderHeadCount: model.encoder_attention_heads,
    decoderHeadCount: model.decoder_attention_heads,
    headWidth: model.d_model / model.decoder_attention_heads,
    maxPositions: model.max_source_positions,
    maxTokens: model.max_target_positions,
    tokens: {
      start: generation.decoder_start_token_id,
      end: generation.eos_token_id,
      transcribe: generation.task_to_id.transcribe,
      noSpeech: noSpeech.id,
      noTimestamps: generation.no_timestamps_token_id,
      firstTimestamp: generation.no_timestamps_token_id + 1,
      languages: new Map(languages),
      suppressed: generation.suppress_tokens ?? [],
      suppressedAtStart: generation.begin_suppress_tokens ?? [],
      maxInitialTimestamp: generation.max_initial_timestamp_index ?? 50,
    },
  };
}

const count = z.number().int().positive();
const token = z.number().int().nonnegative();

const modelSchema = z.object({
  model_type: z.literal('whisper'),
  d_model: count,
  num_mel_bins: count,
  decoder_layers: count,
  encoder_attention_heads: count,
  decoder_attention_heads: count,
  max_source_positions: count,
  max_target_positions: count,
});

const generationSchema = z.object({
  decoder_start_token_id: token,
  eos_token_id: token,
  no_timestamps_token_id: token,
  task_to_id: z.object({ transcribe: token }),
  lang_to_id: z.record(z.string(), token),
  suppress_tokens: z.array(token).nullish(),
  begin_suppress_tokens: z.array(token).nullish(),
  max_initial_timestamp_index: token.nullish(),
});

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: token, content: z.string() })),
});

function parse<Value>(schema: z.ZodType<Value>, text: string, name: string): Value {
  const found = schema.safeParse(parseJson(text, name));
  if (found.success) return found.data;
  const where = found.error.issues[0]?.path.join('.') ?? '';
  throw incompatible(`its ${name} is none of a Whisper of many languages${where === '' ? '' : `: ${where}`}`);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw incompatible(`its ${name} is no JSON`);
  }
}

function incompatible(reason: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `This Whisper model cannot be used: ${reason}.`,
    hint: 'Take all its files from one place, as `aloud models pull whisper-base` does.',
  });
}
