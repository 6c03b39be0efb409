import { capitalized } from './fitText.ts';
import type { DictationStep } from './spokenCommands.ts';

export interface ScriptPlace {
  /** Of the line that is written into, before the cursor. */
  readonly lineBefore: string;
  /** Who speaks in the script, as it writes them. */
  readonly speakers: readonly string[];
}

/**
 * A paragraph that was heard, as it goes into a script: how it was said stands at the start of a paragraph, so that one is
 * begun where it changes. "As MARA, ..." begins a line of hers.
 *
 * @param paragraph  as the daemon writes it: `(happy) What a day! [laughter]`
 */
export function scriptSteps(paragraph: string, { lineBefore, speakers }: ScriptPlace): DictationStep[] {
  const { direction, said } = splitDirection(paragraph);
  const speaker = speakers.find((name) => startsAs(said, name));
  const words = speaker === undefined ? said : capitalized(said.replace(saysAs(speaker), ''));
  const isEmpty = lineBefore.trim() === '';
  const goesOn = !isEmpty && speaker === undefined && directionOf(lineBefore) === direction;
  if (goesOn) return [{ kind: 'text', text: words }];
  const directed = direction === '' ? words : `${direction} ${words}`;
  const step = {
    kind: 'text',
    text: speaker === undefined ? directed : `${speaker}: ${directed}`.trimEnd(),
  } as const;
  return isEmpty ? [step] : [{ kind: 'newParagraph' }, step];
}

function splitDirection(paragraph: string): { readonly direction: string; readonly said: string } {
  const direction = /^\([^)]*\)(?=\s)/u.exec(paragraph)?.[0] ?? '';
  return { direction, said: paragraph.slice(direction.length).trimStart() };
}

/** How the paragraph that is written into is said. */
function directionOf(line: string): string {
  return splitDirection(line.trimStart().replace(/^[\p{Lu}\p{N} _'-]{2,40}: */u, '')).direction;
}

/** Everybody who has a line or an entry of the cast. */
export function speakersOf(script: string): string[] {
  const named = script.matchAll(/^(?:[ \t]+)?([\p{L}][\p{L}\p{N} _'-]{0,40}):(?=\s)/gmu);
  return [...new Set([...named].map(([, name = '']) => name))].filter((name) => name === name.toUpperCase());
}

function startsAs(said: string, name: string): boolean {
  return saysAs(name).test(said);
}

function saysAs(name: string): RegExp {
  const escaped = name.replace(/[^\p{L}\p{N}]+/gu, '[^\\p{L}\\p{N}]+');
  return new RegExp(`^as ${escaped}(?:[,.:;!]\\s*|\\s+|$)`, 'iu');
}
