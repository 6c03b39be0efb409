import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { openAudioFile, type AudioFile } from '../audioFiles/openAudioFile.ts';
import { resolveInside } from './resolveInside.ts';

export interface SoundPlace {
  /** The script, from which names of sounds count. */
  readonly file: string;
  /** Absolute; outside of it no sound is looked at. */
  readonly root: string;
}

/**
 * Opens a sound that a script names.
 *
 * @throws SpeechError fileUnreadable, unsupportedAudio
 */
export async function openScriptSound(
  script: SoundPlace,
  name: string,
  signal: AbortSignal,
): Promise<AudioFile> {
  const from = path.dirname(path.resolve(script.file));
  const { file, refusal } = await resolveInside(name, { from, root: script.root });
  if (refusal === null) return openAudioFile(file, signal);
  throw new SpeechError('fileUnreadable', {
    message:
      refusal === 'missing'
        ? `The sound "${name}" of the script does not exist: ${file}.`
        : `The sound "${name}" of the script is outside of ${script.root}.`,
    hint: 'Put the sound beside the script or below it, or take the tag out.',
  });
}
