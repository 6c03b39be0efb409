import { chapterFormats } from '../book/renderChapter.ts';
import type { SpeakOptions } from './speakOptions.ts';

export const bookFormats = [...chapterFormats, 'm4b', 'epub'] as const;

export type BookFormat = (typeof bookFormats)[number];

/** Of the command `render`. */
export interface RenderOptions extends SpeakOptions {
  readonly out: string;
  readonly format: readonly BookFormat[];
  readonly again: boolean;
}
