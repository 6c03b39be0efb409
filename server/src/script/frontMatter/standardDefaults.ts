import type { ScriptDefaults } from './frontMatter.ts';

/** What holds where neither a script nor what it includes says otherwise: the pace of a read book. */
export const standardDefaults: ScriptDefaults = {
  linePauseMs: 350,
  paragraphPauseMs: 700,
  scenePauseMs: 1500,
  chapterPauseMs: 2500,
  headingPauseMs: 1000,
  chapterHeadings: 'spoken',
  sceneHeadings: 'spoken',
};
