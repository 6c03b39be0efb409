import type { SpokenItems } from './replaceUnknownVoices.ts';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import type { ScriptEnvironment } from '../script/checking/environment.ts';
import { unknownEngine } from '../script/checking/rules/voices.ts';
import { voicePlace } from '../script/lowering/voicePlace.ts';

/**
 * The engines that there are not of those that the cast names for whoever says something: each place once, in the order
 * in which they would be heard.
 */
export function findUnknownEngines(
  { items, named }: SpokenItems,
  environment: Pick<ScriptEnvironment, 'abilities'>,
): readonly ScriptDiagnostic[] {
  const found = new Map<string, ScriptDiagnostic>();
  for (const item of items) {
    if (item.kind !== 'utterance') continue;
    const { engine, asker } = voicePlace(item, named);
    if (engine === null) continue;
    const key = JSON.stringify([engine.source.startOffset, asker]);
    for (const finding of unknownEngine(engine.name, engine.source, environment)) {
      const message = asker === null ? finding.message : `${asker}: ${finding.message}`;
      found.set(key, { ...finding, message });
    }
  }
  return [...found.values()];
}
