import { voicesList } from '../../../protocol/voices.ts';
import { handle, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function voiceHandlers({ library }: SpeechServices): readonly Handler[] {
  return [handle(voicesList, async (_params, signal) => ({ voices: await library.listVoices(signal) }))];
}
