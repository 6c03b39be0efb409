import type { Script } from '../tree/tree.ts';
import { applyEdits } from './applyEdits.ts';
import { formatEdits } from './formatEdits.ts';

/**
 * A script in its usual form: spaces and empty lines where they belong, tags written one way. No word, no line of a
 * paragraph, no comment and no end of line is changed by it, and nothing by doing it again.
 */
export function formatScript(script: Script): string {
  return applyEdits(script.source, formatEdits(script));
}
