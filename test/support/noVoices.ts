import { SpeechError } from '../../protocol/errors.ts';
import type { OwnVoices } from '../../server/src/modelLibrary/ownVoices.ts';

/** A user who has made no voice. */
export const noVoices: OwnVoices = {
  list: () => Promise.resolve([]),
  open: (name) =>
    Promise.reject(new SpeechError('unknownVoice', { message: `There is no ${name}.`, hint: 'Make one.' })),
};
