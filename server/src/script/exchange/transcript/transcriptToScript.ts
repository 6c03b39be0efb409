import type { TranscriptSegment } from '../../../../../protocol/recognition.ts';
import { createDraftBuilder, type DraftBuilder } from '../draft/draftBuilder.ts';
import type { ScriptDraft, SpanAttributes } from '../draft/draft.ts';
import { renderDraft } from '../draft/renderDraft.ts';
import { durationText } from '../draft/values.ts';
import { nameLanguage } from '../languageTag.ts';
import { toPassages, type Passage } from './passages.ts';

/**
 * What was heard as a script, ready to be spoken again: emotions as directions, events as tags, other languages as
 * spans, long silences as pauses; the language that most of it is in is the script's.
 *
 * @param comment  a line at the top that is not spoken, such as who heard it
 */
export function transcriptToScript(segments: readonly TranscriptSegment[], comment = ''): string {
  const passages = toPassages(segments);
  const language = mainLanguage(passages);
  const draft = createDraftBuilder();
  draft.comment(comment);
  for (const passage of passages) {
    if (passage.pauseMs >= pauseMs) {
      draft.startParagraph();
      draft.point(`[pause ${pauseText(passage.pauseMs)}]`);
    }
    const isForeign = passage.language !== null && passage.language !== language;
    writePassage(
      passage,
      draft,
      isForeign ? { language: nameLanguage(passage.language) ?? passage.language } : {},
    );
  }
  draft.endBlock();
  const named = language === null ? null : nameLanguage(language);
  return renderDraft({ ...emptyDraft, language: named, blocks: draft.blocks });
}

/** One segment as a paragraph of a script whose language is the segment's; empty where there is nothing to write. */
export function segmentToScript(segment: TranscriptSegment): string {
  const draft = createDraftBuilder();
  for (const passage of toPassages([segment])) writePassage(passage, draft, {});
  draft.endBlock();
  return renderDraft({ ...emptyDraft, blocks: draft.blocks }).trimEnd();
}

const emptyDraft: Omit<ScriptDraft, 'blocks'> = {
  title: null,
  author: null,
  language: null,
  cast: new Map(),
  defaults: {},
};

function writePassage(passage: Passage, draft: DraftBuilder, attributes: SpanAttributes): void {
  draft.startParagraph();
  draft.direct(directionOf(passage));
  draft.span({ attributes }, () => {
    for (const [index, part] of passage.parts.entries()) {
      if (part.kind === 'text') draft.text(index === 0 ? part.text : ` ${part.text}`);
      else {
        if (index > 0) draft.text(' ');
        draft.point(`[${part.type}]`);
      }
    }
  });
}

/** A silence between paragraphs that is kept; a shorter one is the usual one there. */
const pauseMs = 3000;

/** Nobody wants to wait longer for the next word. */
const longestPauseMs = 10_000;

function pauseText(milliseconds: number): string {
  return durationText(Math.round(Math.min(milliseconds, longestPauseMs) / 100) * 100);
}

function directionOf({ emotion, delivery }: Passage): SpanAttributes {
  return { ...(emotion !== null && { emotion }), ...(delivery !== null && { delivery }) };
}

/** The one most of the text is in. */
function mainLanguage(passages: readonly Passage[]): string | null {
  const lengths = new Map<string, number>();
  for (const { language, parts } of passages) {
    const characters = parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
    if (language !== null) lengths.set(language, (lengths.get(language) ?? 0) + characters);
  }
  const [first] = [...lengths].sort(([, left], [, right]) => right - left);
  return first?.[0] ?? null;
}
