import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  speechAbilities,
  type EngineAbilities,
  type SpeechAbility,
  type Support,
} from '../../../protocol/expression.ts';
import type { Voice } from '../../../protocol/voices.ts';
import type { ScriptEnvironment } from '../../../server/src/script/checking/environment.ts';
import { parseFrontMatter } from '../../../server/src/script/frontMatter/parseFrontMatter.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import type { ScriptDocument } from '../../../server/src/script/scriptDocument.ts';

/** A script as an editor has it, on a machine with the voices below. */
export function scriptDocumentOf(
  source: string,
  environment: Partial<ScriptEnvironment> = {},
): ScriptDocument {
  const whole = { ...testEnvironment, ...environment };
  const includedSpeakers = whole.included.flatMap(({ frontMatter }) => [...frontMatter.cast.keys()]);
  const script = parseScript(source, { includedSpeakers });
  const frontMatter = parseFrontMatter(source, script);
  return {
    uri: 'file:///book/script.aloud',
    text: TextDocument.create('file:///book/script.aloud', 'aloud', 1, source),
    script,
    frontMatter,
    cast: resolveCast(frontMatter, whole.included),
    environment: whole,
  };
}

const voice = (id: string, language: string, more: Partial<Voice> = {}): Voice => ({
  id,
  engine: 'reader',
  language,
  gender: 'female',
  state: 'installed',
  ...more,
});

/** `reader` does what changes the sound of a voice, emotions by other means and no event; `actor` does all. */
export const testEnvironment: ScriptEnvironment = {
  voices: [
    voice('af_heart', 'en-US'),
    voice('am_adam', 'en-US', { gender: 'male' }),
    voice('bf_emma', 'en-GB'),
    voice('bm_far', 'en-GB', { state: 'notInstalled', gender: 'male' }),
    voice('ff_siwis', 'fr-FR'),
    voice('star', 'en-US', { engine: 'actor' }),
  ],
  abilities: new Map<string, EngineAbilities>([
    ['reader', abilities(readerSupport)],
    ['actor', abilities(() => ({ support: 'full' }))],
  ]),
  defaultVoice: 'af_heart',
  included: [],
  fileExists: () => null,
  isKnownWord: () => true,
  refuseText: () => null,
};

function readerSupport(ability: SpeechAbility): Support {
  if (/^(?:event:|delivery:singing)/.test(ability)) return { support: 'none', instead: 'Nothing is heard.' };
  return ability.startsWith('emotion:')
    ? { support: 'approximated', how: 'pace and pitch' }
    : { support: 'full' };
}

function abilities(supportOf: (ability: SpeechAbility) => Support): EngineAbilities {
  return Object.fromEntries(
    speechAbilities.map((ability) => [ability, supportOf(ability)]),
  ) as unknown as EngineAbilities;
}
