import { SpeechError } from '../../protocol/errors.ts';
import type { Voice } from '../../protocol/voices.ts';
import { nearestNames } from './text/nearestNames.ts';

/** What somebody asks of a voice before it speaks. */
export interface VoiceWish {
  /** Id, or a blend; absent: whichever the engine has first. */
  readonly voice?: string;
  /** Absent: whichever speaks with the voice. */
  readonly engine?: string;
}

export interface KnownVoices {
  readonly voices: readonly Voice[];
  /** Names of the engines that speak. */
  readonly engines: readonly string[];
  /** Speaks where nothing is wished. */
  readonly defaultVoice: string;
  /** The engine that speaks with a voice. */
  readonly engineOf: (voice: string) => string;
}

/**
 * The voice that a wish leads to. Whether a named one is there is not looked at.
 *
 * @throws SpeechError unknownModel (no such engine), unknownVoice (the engine has none, or not this one)
 */
export function chooseVoice({ voice, engine }: VoiceWish, known: KnownVoices): string {
  if (engine === undefined) return voice ?? known.defaultVoice;
  if (!known.engines.includes(engine)) throw unknownEngine(engine, known.engines);
  if (voice !== undefined) {
    if (known.engineOf(voice) === engine) return voice;
    throw new SpeechError('unknownVoice', {
      message: `The voice "${voice}" is spoken by ${known.engineOf(voice)}, not by ${engine}.`,
      hint: 'Leave the engine out, or name one of its voices: `aloud voices` lists all.',
    });
  }
  if (known.engineOf(known.defaultVoice) === engine) return known.defaultVoice;
  const first = known.voices.find((own) => own.engine === engine);
  if (first === undefined) throw voiceless(engine);
  return first.id;
}

function unknownEngine(engine: string, engines: readonly string[]): SpeechError {
  return new SpeechError('unknownModel', {
    message: `There is no engine "${engine}" that could speak.`,
    hint: `Did you mean ${nearestNames(engine, engines)[0] ?? engines.join(' or ')}?`,
  });
}

function voiceless(engine: string): SpeechError {
  return new SpeechError('unknownVoice', {
    message: `There is no voice for ${engine} yet: it speaks with voices of your own.`,
    hint: 'Make one of a clip of 3 to 10 s: `aloud voices add NAME CLIP --whose "My own voice."`.',
  });
}
