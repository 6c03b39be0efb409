import { chapterFormats } from '../book/renderChapter.ts';
import { wholeExtensions } from '../book/wholeFormat.ts';
import type { SpeakOptions } from './speakOptions.ts';

export const bookFormats = [...chapterFormats, ...wholeExtensions] as const;

export type BookFormat = (typeof bookFormats)[number];

/** Of the command `render`. */
export interface RenderOptions extends SpeakOptions {
  readonly out: string;
  readonly format: readonly BookFormat[];
  readonly again: boolean;
}
