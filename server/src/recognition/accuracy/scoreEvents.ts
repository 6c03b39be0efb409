import type { EventAccuracy, ScoredPair } from './accuracy.ts';
import { detection } from './detection.ts';

/** Whether each event that is in a recording, or was heard in one, is in it and was heard; when does not count. */
export function scoreEvents(pairs: readonly ScoredPair[]): readonly EventAccuracy[] {
  const annotated = pairs.flatMap(({ spoken, heard }) =>
    spoken.events === null ? [] : [{ there: spoken.events, heard: heard.events ?? [] }],
  );
  const names = new Set(annotated.flatMap(({ there, heard }) => [...there, ...heard]));
  return [...names].sort().map((event) => ({
    event,
    ...detection(annotated.map(({ there, heard }) => [there.includes(event), heard.includes(event)])),
  }));
}
