import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';

/** @throws SpeechError invalidInput: the daemon's own folder is nothing that a client knows */
export function assertAbsolute(file: string): void {
  if (path.isAbsolute(file)) return;
  throw new SpeechError('invalidInput', {
    message: `"${file}" is no absolute path.`,
    hint: 'The speech service has a folder of its own: send the whole path.',
  });
}
