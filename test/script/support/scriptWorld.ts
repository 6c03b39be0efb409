import { speechAbilities, type EngineAbilities, type Support } from '../../../protocol/expression.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { createScriptChecker } from '../../../server/src/script/checking/createScriptChecker.ts';
import type { ScriptDiagnostic } from '../../../server/src/script/checking/diagnostic.ts';
import type { IncludedFile, ScriptEnvironment } from '../../../server/src/script/checking/environment.ts';
import type { FixContext } from '../../../server/src/script/checking/quickFix.ts';
import { parseFrontMatter, parseInclude } from '../../../server/src/script/frontMatter/parseFrontMatter.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';

/** Voices `able` and `other` of an engine that can do everything, `unable` of one that can do nothing. */
export function scriptWorld(overrides: Partial<ScriptEnvironment> = {}): ScriptEnvironment {
  return {
    voices: [voice('able', 'all'), voice('other', 'all'), voice('unable', 'nothing')],
    abilities: new Map([
      ['all', abilities({ support: 'full' })],
      ['nothing', abilities({ support: 'none', instead: 'It is left out.' })],
    ]),
    defaultVoice: 'able',
    included: [],
    fileExists: (path) => path.startsWith('there'),
    refuseText: () => null,
    isKnownWord: (word) => !/^(?:Kaede|zorblax)$/iu.test(word),
    ...overrides,
  };
}

export function voice(id: string, engine: string): Voice {
  return { id, engine, language: 'en-US', gender: 'female', state: 'installed' };
}

/** The same for each, except where it is said otherwise. */
export function abilities(support: Support, others: Partial<EngineAbilities> = {}): EngineAbilities {
  const all = Object.fromEntries(speechAbilities.map((ability) => [ability, support]));
  return { ...all, ...others } as EngineAbilities;
}

export function includedFile(path: string, source: string): IncludedFile {
  return { path, uri: `file:///${path}`, source, frontMatter: parseInclude(source), refusal: null };
}

/** A source with all that belongs to it. */
export function readWorld(source: string, environment = scriptWorld()): FixContext {
  const included = environment.included.flatMap(({ frontMatter }) => [...frontMatter.cast.keys()]);
  const script = parseScript(source, { includedSpeakers: included });
  return { script, frontMatter: parseFrontMatter(source, script), environment };
}

export function diagnose(source: string, environment = scriptWorld()): ScriptDiagnostic[] {
  const { script, frontMatter } = readWorld(source, environment);
  return createScriptChecker().check(script, frontMatter, environment);
}

/** `code text`, the text being what it is about. */
export function findings(source: string, environment = scriptWorld()): string[] {
  return diagnose(source, environment).map(
    ({ code, startOffset, endOffset }) => `${code} ${source.slice(startOffset, endOffset)}`,
  );
}
