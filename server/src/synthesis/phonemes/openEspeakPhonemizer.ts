import { isSpeechError } from '../../../../protocol/errors.ts';
import type { ModelStore } from '../../models/modelStore.ts';
import type { Phonemizer } from '../phonemizer.ts';
import { createEspeakPhonemizer } from './espeak.ts';
import { findEspeak } from './espeakProgram.ts';

/**
 * eSpeak NG from the store, else from the PATH, else a phonemizer without languages: the component is optional,
 * and one that is missing or damaged must not keep English from being spoken.
 *
 * @param searchPath  the environment's PATH
 */
export async function openEspeakPhonemizer(
  store: Pick<ModelStore, 'open'>,
  searchPath: string,
  signal: AbortSignal,
): Promise<Phonemizer> {
  const componentFolder = await installedFolder(store, signal);
  return createEspeakPhonemizer(
    await findEspeak({ searchPath, ...(componentFolder !== undefined && { componentFolder }) }),
  );
}

async function installedFolder(
  store: Pick<ModelStore, 'open'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await store.open('espeak-ng', signal)).folder;
  } catch (error) {
    if (isSpeechError(error, 'modelNotInstalled') || isSpeechError(error, 'modelCorrupt')) return undefined;
    throw error;
  }
}
