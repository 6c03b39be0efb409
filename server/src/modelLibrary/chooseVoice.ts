import { SpeechError } from '../../../protocol/errors.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { nearestNames } from '../text/nearestNames.ts';

/** What somebody asks of a voice before it speaks. */
export interface VoiceWish {
  /** Id, or a blend; absent: whichever the engine has first. */
  readonly voice?: string;
  /** Absent: whichever speaks with the voice. */
  readonly engine?: string;
}

export interface KnownVoices {
  /** Names of the engines that speak. */
  readonly engines: readonly string[];
  /** Speaks where nothing is wished. */
  readonly defaultVoice: string;
  /** The engine that speaks with a voice that is there. */
  readonly engineOf: (voice: string) => string;
  readonly listVoices: (signal: AbortSignal) => Promise<readonly Voice[]>;
  /**
   * @param engine  the only one whose voices are of use; absent: all are
   * @throws SpeechError unknownVoice, and what a voice that cannot be read throws
   */
  readonly requireVoice: (voice: string, signal: AbortSignal, engine?: string) => Promise<void>;
}

/**
 * The voice that a wish leads to.
 *
 * @throws SpeechError unknownModel (no such engine), unknownVoice (there is none, the engine has none, or not this one)
 */
export async function chooseVoice(
  { voice, engine }: VoiceWish,
  known: KnownVoices,
  signal: AbortSignal,
): Promise<string> {
  if (engine !== undefined && !known.engines.includes(engine)) throw unknownEngine(engine, known.engines);
  const named = voice ?? (engine === undefined ? known.defaultVoice : await firstOf(engine, known, signal));
  await known.requireVoice(named, signal, engine);
  const speaker = known.engineOf(named);
  if (engine === undefined || speaker === engine) return named;
  throw new SpeechError('unknownVoice', {
    message: `The voice "${named}" is spoken by ${speaker}, not by ${engine}.`,
    hint: 'Leave the engine out, or name one of its voices: `aloud voices` lists all.',
  });
}

async function firstOf(
  engine: string,
  { defaultVoice, engineOf, listVoices }: KnownVoices,
  signal: AbortSignal,
): Promise<string> {
  if (engineOf(defaultVoice) === engine) return defaultVoice;
  const first = (await listVoices(signal)).find((voice) => voice.engine === engine);
  if (first === undefined) throw voiceless(engine);
  return first.id;
}

function unknownEngine(engine: string, engines: readonly string[]): SpeechError {
  const [nearest] = nearestNames(engine, engines);
  return new SpeechError('unknownModel', {
    message: `There is no engine "${engine}" that could speak.`,
    hint: nearest === undefined ? `There are ${engines.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}

function voiceless(engine: string): SpeechError {
  return new SpeechError('unknownVoice', {
    message: `There is no voice for ${engine} yet: it speaks with voices of your own.`,
    hint: 'Make one of a clip of 3 to 10 s: `aloud voices add NAME CLIP --whose "My own voice."`.',
  });
}
