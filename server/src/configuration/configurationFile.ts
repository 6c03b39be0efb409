import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { describeWrongValue } from '../../../protocol/wrongValue.ts';
import type { FolderPlace } from '../system/userPlace.ts';
import { configurationSchema, type Configuration } from './configuration.ts';

/** `ALOUD_CONFIG` names a file; else it lies where the system keeps a user's settings. */
export function configurationPath(place: FolderPlace): string {
  const own = place.environment['ALOUD_CONFIG'];
  if (own !== undefined && own !== '') return path.resolve(own);
  return path.join(settingsFolder(place), 'aloud', 'daemon.json');
}

function settingsFolder({ platform, environment, homeFolder }: FolderPlace): string {
  if (platform === 'win32') {
    return environment['APPDATA'] ?? path.join(homeFolder, 'AppData', 'Roaming');
  }
  if (platform === 'darwin') return path.join(homeFolder, 'Library', 'Application Support');
  // The XDG base directory specification tells programs to ignore relative paths.
  const xdg = environment['XDG_CONFIG_HOME'];
  return xdg?.startsWith('/') === true ? xdg : path.join(homeFolder, '.config');
}

/**
 * @returns nothing set, where there is no file
 * @throws SpeechError fileUnreadable, invalidInput that names the field
 */
export async function readConfiguration(file: string): Promise<Configuration> {
  const text = await readText(file);
  if (text === null || text.trim() === '') return {};
  const parsed = configurationSchema.safeParse(parseJson(text, file), { error: describeWrongValue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new SpeechError('invalidInput', {
    message: `${file} is not understood: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'it does not fit'}.`,
    hint: 'Correct it; the service takes it up at once. docs/daemon.md lists what can be set.',
  });
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SpeechError('fileUnreadable', {
      message: `The settings of the speech service in ${file} cannot be read.`,
      hint: 'Check its permissions.',
      cause,
    });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpeechError('invalidInput', {
      message: `${file} is no JSON.`,
      hint: 'Correct it; the service takes it up at once.',
      cause,
    });
  }
}
