import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { openAudioFile, type AudioFile } from '../audioFiles/openAudioFile.ts';
import { resolveInside } from './resolveInside.ts';

/**
 * Opens a sound that a script names; one outside of the script's folder is not looked at.
 *
 * @param scriptFile  what the name counts from
 * @throws SpeechError fileUnreadable, unsupportedAudio
 */
export async function openScriptSound(
  scriptFile: string,
  name: string,
  signal: AbortSignal,
): Promise<AudioFile> {
  const folder = path.dirname(path.resolve(scriptFile));
  const { file, refusal } = await resolveInside(name, { from: folder, root: folder });
  if (refusal === null) return openAudioFile(file, signal);
  throw new SpeechError('fileUnreadable', {
    message:
      refusal === 'missing'
        ? `The sound "${name}" of the script does not exist at ${file}.`
        : `The sound "${name}" of the script is outside of its folder, ${folder}.`,
    hint: 'Put the sound beside the script or below it, or take the tag out.',
  });
}
