import { standardDefaults } from '../../frontMatter/standardDefaults.ts';
import { durationText } from '../draft/values.ts';
import type { DueReason, PlanBlock, PlanLayout } from './planBlocks.ts';

/** The silences that a script has of itself, by where they are, and whether its headings are spoken. */
export interface PlanDefaults {
  readonly silencesMs: ReadonlyMap<DueReason, number>;
  readonly chapters: 'spoken' | 'silent';
  readonly scenes: 'spoken' | 'silent';
}

/** What the front matter says where the script says nothing. */
export const standardSilencesMs: ReadonlyMap<string, number> = new Map([
  ['line', standardDefaults.linePauseMs],
  ['paragraph', standardDefaults.paragraphPauseMs],
  ['heading', standardDefaults.headingPauseMs],
  ['scene', standardDefaults.scenePauseMs],
  ['chapter', standardDefaults.chapterPauseMs],
]);

/** As a plan shows them: the first of a kind counts. */
export function planDefaults({ blocks, emptySilences }: PlanLayout): PlanDefaults {
  const silencesMs = new Map<DueReason, number>();
  for (const block of blocks) {
    if (block.kind !== 'silence') continue;
    const { reason, durationMs } = block.pause;
    if (reason !== 'asked' && reason !== 'listItem' && !silencesMs.has(reason)) {
      silencesMs.set(reason, durationMs);
    }
  }
  for (const reason of emptySilences) if (!silencesMs.has(reason)) silencesMs.set(reason, 0);
  return { silencesMs, chapters: headingUse(blocks, 1), scenes: headingUse(blocks, 2) };
}

/** What differs from the standard, as the front matter's `defaults` has it. */
export function defaultsEntry({ silencesMs, chapters, scenes }: PlanDefaults): Record<string, string> {
  const silences = [...silencesMs].filter(
    ([reason, durationMs]) => standardSilencesMs.get(reason) !== durationMs,
  );
  return {
    ...Object.fromEntries(silences.map(([reason, durationMs]) => [reason, durationText(durationMs)])),
    ...(chapters !== standardDefaults.chapterHeadings && { chapters }),
    ...(scenes !== standardDefaults.sceneHeadings && { scenes }),
  };
}

function headingUse(blocks: readonly PlanBlock[], level: 1 | 2): 'spoken' | 'silent' {
  for (const block of blocks) {
    if (block.kind !== 'heading' || block.section.level !== level || block.section.title === '') continue;
    return block.items.length > 0 ? 'spoken' : 'silent';
  }
  return level === 1 ? standardDefaults.chapterHeadings : standardDefaults.sceneHeadings;
}
