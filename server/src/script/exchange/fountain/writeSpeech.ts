import type { SpanAttributes } from '../draft/draft.ts';
import type { DraftBuilder } from '../draft/draftBuilder.ts';
import { readParenthetical } from './parentheticals.ts';
import type { SpeechElement, SpeechLine } from './readElements.ts';

export interface SpeechTarget {
  readonly builder: DraftBuilder;
  readonly write: (line: string) => void;
}

/** The lines of a character. What a parenthetical asks for holds up to the next one that asks. */
export function writeSpeech({ lines, extension }: SpeechElement, target: SpeechTarget): void {
  const { builder } = target;
  if (extension !== null) builder.comment(extension);
  const parts = toParts(lines);
  const manners = parts.filter(({ manner }) => manner !== null);
  const isOne = manners.length === 1 && parts[0]?.manner !== null;
  if (isOne) builder.direct(parts[0]?.manner ?? {});
  for (const { manner, lines: spoken } of parts) {
    builder.span({ attributes: isOne ? {} : (manner ?? {}) }, () => {
      for (const line of spoken) writeLine(line, target);
    });
  }
}

interface SpeechPart {
  /** Null: nothing is asked for. */
  readonly manner: SpanAttributes | null;
  readonly lines: SpokenLine[];
}

type SpokenLine = SpeechLine | { readonly kind: 'comment' | 'point'; readonly text: string };

/** Parts begin where a parenthetical asks for another manner. */
function toParts(lines: readonly SpeechLine[]): readonly SpeechPart[] {
  const parts: SpeechPart[] = [];
  for (const line of lines) {
    const read = line.kind === 'parenthetical' ? readParenthetical(line.text) : null;
    const hasManner = read !== null && Object.keys(read.attributes).length > 0;
    if (hasManner || parts.length === 0)
      parts.push({ manner: hasManner ? read.attributes : null, lines: [] });
    const spoken = parts.at(-1)?.lines;
    if (read !== null) spoken?.push(...read.points.map((text) => ({ kind: 'point', text }) as const));
    else spoken?.push(line.kind === 'parenthetical' ? { kind: 'comment', text: line.text } : line);
  }
  return parts;
}

function writeLine({ kind, text }: SpokenLine, { builder, write }: SpeechTarget): void {
  if (kind === 'comment') {
    builder.comment(text);
    return;
  }
  builder.text(' ');
  if (kind === 'point') builder.point(text);
  else {
    builder.span({ attributes: kind === 'lyrics' ? { delivery: 'singing' } : {} }, () => {
      write(text);
    });
  }
  builder.text(' ');
}
