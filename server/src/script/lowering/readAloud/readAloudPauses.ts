import type { DuePause } from '../planWriter.ts';

/** The pace of a document that is read aloud: brisker than a book. */
export const readAloudPauses = {
  listItem: { reason: 'listItem', durationMs: 350 },
  paragraph: { reason: 'paragraph', durationMs: 600 },
  heading: { reason: 'heading', durationMs: 700 },
  scene: { reason: 'scene', durationMs: 1200 },
  chapter: { reason: 'chapter', durationMs: 1500 },
} as const satisfies Readonly<Record<string, DuePause>>;
