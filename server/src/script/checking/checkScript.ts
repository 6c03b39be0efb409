import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import type { Script } from '../tree/tree.ts';
import { createScriptChecker } from './createScriptChecker.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import type { ScriptEnvironment } from './environment.ts';

/** Everything in a script that is not as its author meant it, in the order of the source. */
export function checkScript(
  script: Script,
  frontMatter: FrontMatter,
  environment: ScriptEnvironment,
): ScriptDiagnostic[] {
  return createScriptChecker().check(script, frontMatter, environment);
}
