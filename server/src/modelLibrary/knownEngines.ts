import type { SpeechError } from '../../../protocol/errors.ts';
import type { EngineAbilities } from '../../../protocol/expression.ts';
import type { Voice } from '../../../protocol/voices.ts';
import type { EngineModel } from '../enginePool/enginePool.ts';
import { cosyVoiceAbilities } from '../synthesis/engines/cosyVoice/cosyVoiceAbilities.ts';
import { refuseByCosyVoice } from '../synthesis/engines/cosyVoice/cosyVoiceLanguages.ts';
import { kokoroAbilities } from '../synthesis/engines/kokoro/kokoroAbilities.ts';
import { refuseByKokoro, speaksLanguage } from '../synthesis/engines/kokoro/kokoroLanguages.ts';
import { catalogVoiceIds, kokoroVoices } from '../synthesis/engines/kokoro/kokoroVoices.ts';
import { parseVoiceBlend } from '../synthesis/engines/kokoro/voiceBlend.ts';

/** Hears where nothing is known of what is said. */
export const defaultRecognitionEngine = 'moonshine';

/** Speaks where nobody has chosen. */
export const defaultVoice = 'af_heart';

/** Finds the speech that the engines hear. */
export const voiceActivityModel = 'silero-vad';

/** Has the voices of the catalogue; those that users make are of `ownVoiceModels`. */
export const presetModel = 'kokoro-82m';

/** As it is published, and as graphs that others made of it; the first that is installed speaks. */
export const ownVoiceModels = ['fun-cosyvoice3-0.5b', 'cosyvoice3-graphs'] as const;

/** What making a voice of a clip needs. */
export const enrollmentModels = ['cosyvoice3-enrollment'] as const;

/** Which engine a model is loaded by; each engine loads one model, the first of its own that is installed. */
export const engineModels: readonly EngineModel[] = [
  { model: 'moonshine-tiny', kind: 'recognizer', engine: defaultRecognitionEngine },
  { model: 'sensevoice-small', kind: 'recognizer', engine: 'sensevoice' },
  { model: 'sensevoice-small-funasr', kind: 'recognizer', engine: 'sensevoice-funasr' },
  { model: 'sensevoice-small-funasr-float', kind: 'recognizer', engine: 'sensevoice-funasr-float' },
  { model: 'whisper-tiny', kind: 'recognizer', engine: 'whisper-tiny' },
  { model: 'whisper-base', kind: 'recognizer', engine: 'whisper-base' },
  { model: 'whisper-small', kind: 'recognizer', engine: 'whisper-small' },
  { model: voiceActivityModel, kind: 'voiceActivity', engine: 'silero' },
  { model: presetModel, kind: 'synthesizer', engine: 'kokoro', parts: ['espeak-ng'] },
  { model: ownVoiceModels[0], kind: 'synthesizer', engine: 'cosyvoice', parts: [ownVoiceModels[1]] },
  { model: ownVoiceModels[1], kind: 'synthesizer', engine: 'cosyvoice' },
];

/** What the voices of each synthesis engine can do, by the engine's name. */
export function engineAbilities(): ReadonlyMap<string, EngineAbilities> {
  return new Map([
    ['kokoro', kokoroAbilities],
    ['cosyvoice', cosyVoiceAbilities],
  ]);
}

export function voiceAbilities(voice: string): EngineAbilities {
  return isOfPresets(voice) ? kokoroAbilities : cosyVoiceAbilities;
}

/** Kokoro speaks with the voices of the catalogue, CosyVoice with those that users made. */
export function synthesisEngine(voice: string): string {
  return isOfPresets(voice) ? 'kokoro' : 'cosyvoice';
}

/** @param engine  absent: any */
export function hasMadeVoices(engine: string | undefined): boolean {
  return engine !== 'kokoro';
}

/** Ids of the voices of the catalogue. */
export const presetVoiceIds = catalogVoiceIds(presetModel);

/** The voices of the catalogue. @param state  of their model */
export function presetVoices(state: Voice['state']): readonly Voice[] {
  return kokoroVoices(presetVoiceIds, state);
}

/** Whether a voice is of the catalogue; a blend of which one part is known is meant for it. */
export function isOfPresets(voice: string): boolean {
  return voiceParts(voice).some((id) => presetVoiceIds.includes(id));
}

/** Of a blend, the names in it. */
export function voiceParts(voice: string): readonly string[] {
  return parseVoiceBlend(voice)?.map(({ id }) => id) ?? [voice];
}

/** Of a language, BCP-47. @returns why an engine does not speak it; null: it does */
export type RefuseLanguage = (language: string) => SpeechError | null;

/** By the name of the engine. @param pronounced  languages that there is a component for now, which pronounces them */
export function languageRefusals(pronounced: readonly string[]): Readonly<Record<string, RefuseLanguage>> {
  return {
    kokoro: (language) => (speaksLanguage(['en', ...pronounced], language) ? null : refuseByKokoro(language)),
    cosyvoice: refuseByCosyVoice,
  };
}

/** Whether what an engine says of a language depends on what pronounces it: looking for that takes its time. */
export function needsPronunciation(engine: string, language: string): boolean {
  return engine === 'kokoro' && !speaksLanguage(['en'], language);
}
