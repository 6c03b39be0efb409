import type { ScriptEnvironment } from '../script/checking/environment.ts';

/** What scripts are judged by on this machine, whichever script it is. */
export type ScriptKnowledge = Pick<
  ScriptEnvironment,
  'voices' | 'abilities' | 'defaultVoice' | 'isKnownWord' | 'refuseText'
>;
