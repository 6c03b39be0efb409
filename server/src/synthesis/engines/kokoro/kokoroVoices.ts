import { builtInCatalog } from '../../../models/catalog.ts';
import type { Voice } from '../../../../../protocol/voices.ts';

/** What the first letter of a voice's id says: the language it was recorded in. */
const languages: Readonly<Record<string, string>> = {
  a: 'en-US',
  b: 'en-GB',
  e: 'es',
  f: 'fr-FR',
  h: 'hi',
  i: 'it',
  j: 'ja',
  p: 'pt-BR',
  z: 'zh',
};

/** The second letter. */
const genders: Readonly<Record<string, Voice['gender']>> = { f: 'female', m: 'male' };

/**
 * The voices of a Kokoro model, in the order of their ids. Ids that do not follow the model's naming
 * (`af_heart`: American, female) are left out.
 */
export function kokoroVoices(ids: Iterable<string>, state: Voice['state']): Voice[] {
  return [...ids].sort().flatMap((id) => {
    const [, languageLetter = '', genderLetter = ''] = /^([a-z])([a-z])_/.exec(id) ?? [];
    const language = languages[languageLetter];
    const gender = genders[genderLetter];
    if (language === undefined || gender === undefined) return [];
    return [{ id, engine: 'kokoro', language, gender, state }];
  });
}

/** The voice ids that the catalogue has for a model. */
export function catalogVoiceIds(modelId: string): string[] {
  const files = builtInCatalog.models.find(({ id }) => id === modelId)?.files ?? [];
  return files.flatMap(({ path }) => /^voices\/(.+)\.bin$/.exec(path)?.[1] ?? []);
}
