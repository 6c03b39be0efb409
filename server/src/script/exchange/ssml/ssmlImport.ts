import { XmlComment, XmlElement, XmlText } from '@rgrove/parse-xml';
import { createDraftBuilder, type DraftBuilder, type OpenSpan } from '../draft/draftBuilder.ts';
import type { DraftCharacter, ScriptDraft } from '../draft/draft.ts';
import { directionOf, type LineManner } from './lineManner.ts';
import type { Surroundings } from './surroundings.ts';
import { aloudAttribute } from './xmlNames.ts';

/** What elements are converted with: where they write, and how what is inside of them is converted. */
export interface SsmlImport {
  readonly builder: DraftBuilder;
  readonly head: ImportedHead;
  /** Says of an element what of it the script does not say. */
  note(element: XmlElement, message: string): void;
  convertChildren(element: XmlElement, surroundings: Surroundings): void;
  /** Converts what is in the element as a span, or into how its whole line is said where the element says so. */
  convertSpan(element: XmlElement, span: OpenSpan, inner: Surroundings): void;
  /** What `convert` adds is a paragraph of its own. */
  convertParagraph(element: XmlElement, convert: () => void): void;
  /** A chapter or scene with what `write` adds as its title. */
  heading(level: 1 | 2, write: () => void): void;
  /** A silence that the script has of itself between its paragraphs. */
  dueSilence(reason: string, durationMs: number): void;
  finish(): ScriptDraft;
}

/** What the document says of itself. */
export interface ImportedHead {
  title: string | null;
  author: string | null;
  language: string | null;
  readonly cast: Map<string, DraftCharacter>;
}

export type ElementConverter = (
  element: XmlElement,
  surroundings: Surroundings,
  context: SsmlImport,
) => void;

export interface SsmlImportOptions {
  readonly convertElement: ElementConverter;
  readonly note: SsmlImport['note'];
}

export function createSsmlImport({ convertElement, note }: SsmlImportOptions): SsmlImport {
  const builder = createDraftBuilder();
  const head: ImportedHead = { title: null, author: null, language: null, cast: new Map() };
  const silences = new Map<string, number>();
  let line: LineManner | null = null;
  let isSceneDue = false;
  let isClose = false;
  let spanDepth = 0;

  const addSceneBreak = (): void => {
    if (isSceneDue) builder.add({ kind: 'sceneBreak' });
    isSceneDue = false;
  };
  const context: SsmlImport = {
    builder,
    head,
    note,
    convertChildren(element, surroundings) {
      for (const child of element.children) {
        if (child instanceof XmlText) builder.text(child.text);
        else if (child instanceof XmlElement) convertElement(child, surroundings, context);
        else if (child instanceof XmlComment) builder.comment(child.content);
      }
    },
    convertSpan(element, span, inner) {
      if (aloudAttribute(element, 'of') === 'line') {
        line = { attributes: { ...line?.attributes, ...span.attributes }, surroundings: inner };
        context.convertChildren(element, inner);
      } else if (spanDepth === deepestSpans) {
        note(element, `Tags of a script nest at most ${deepestSpans} deep; this one was left out.`);
        context.convertChildren(element, inner);
      } else {
        spanDepth += 1;
        builder.span(span, () => {
          context.convertChildren(element, inner);
        });
        spanDepth -= 1;
      }
    },
    convertParagraph(element, convert) {
      const speaker = aloudAttribute(element, 'speaker') ?? null;
      builder.endBlock();
      addSceneBreak();
      builder.startParagraph({ speaker: speaker === 'narrator' ? null : speaker, isClose });
      isClose = false;
      line = null;
      convert();
      if (line !== null) builder.direct(directionOf(line, head.cast.get(speaker ?? 'narrator') ?? {}));
      builder.endBlock();
      line = null;
    },
    heading(level, write) {
      isSceneDue = false;
      isClose = false;
      builder.heading(level, write);
    },
    dueSilence(reason, durationMs) {
      builder.endBlock();
      isSceneDue ||= reason === 'scene';
      isClose = reason === 'line';
      if (!silences.has(reason)) silences.set(reason, durationMs);
    },
    finish() {
      builder.endBlock();
      return { ...head, defaults: {}, blocks: builder.blocks };
    },
  };
  return context;
}

/** One less than a script's tags may nest. */
const deepestSpans = 31;
