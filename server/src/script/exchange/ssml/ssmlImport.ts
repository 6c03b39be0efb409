import { narratorName } from '../../frontMatter/frontMatter.ts';
import { XmlComment, XmlElement, XmlText } from '@rgrove/parse-xml';
import { createDraftBuilder, type DraftBuilder, type OpenSpan } from '../draft/draftBuilder.ts';
import type { DraftBlock, DraftCharacter, ScriptDraft } from '../draft/draft.ts';
import { directionOf, type LineManner } from './lineManner.ts';
import { durationText } from '../draft/values.ts';
import { standardSilencesMs } from './planDefaults.ts';
import { readTime } from './ssmlValues.ts';
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
  convertParagraph(element: XmlElement, convert: (usual: Partial<Surroundings>) => void): void;
  /** A chapter or scene with what `write` adds as its title. */
  heading(level: 1 | 2, write: (usual: Partial<Surroundings>) => void): void;
  /** A silence that the script has of itself between its paragraphs. */
  dueSilence(silence: DueSilence): void;
  finish(): ScriptDraft;
}

/** What the document says of itself. */
export interface ImportedHead {
  title: string | null;
  author: string | null;
  language: string | null;
  readonly cast: Map<string, DraftCharacter>;
  /** Keys of the front matter's `defaults`: how long silences are, and which headings are spoken. */
  readonly defaults: Map<string, string>;
}

export interface DueSilence {
  readonly reason: string;
  readonly durationMs: number;
  /** Between lines of dialogue that do not follow each other. */
  readonly isApart: boolean;
}

export type ElementConverter = (element: XmlElement, surroundings: Surroundings, context: SsmlImport) => void;

export interface SsmlImportOptions {
  readonly convertElement: ElementConverter;
  readonly note: SsmlImport['note'];
}

export function createSsmlImport({ convertElement, note }: SsmlImportOptions): SsmlImport {
  const builder = createDraftBuilder();
  const head: ImportedHead = {
    title: null,
    author: null,
    language: null,
    cast: new Map(),
    defaults: new Map(),
  };
  const paragraph: { line: LineManner | null } = { line: null };
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
        const attributes = { ...paragraph.line?.attributes, ...span.attributes };
        paragraph.line = { attributes, surroundings: inner };
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
      builder.startParagraph({ speaker, isClose });
      isClose = false;
      paragraph.line = null;
      convert(usualSurroundings(head.cast.get(speaker ?? narratorName)));
      builder.direct(directionOf(paragraph.line, head.cast.get(speaker ?? narratorName)));
      builder.endBlock();
      paragraph.line = null;
    },
    heading(level, write) {
      isSceneDue = false;
      isClose = false;
      builder.heading(level, () => {
        write(usualSurroundings(head.cast.get(narratorName)));
      });
      paragraph.line = null;
    },
    dueSilence({ reason, durationMs, isApart }) {
      builder.endBlock();
      if (durationMs !== silenceMs(head.defaults, reason)) builder.add(pauseBlock(durationMs));
      else if (isApart) builder.add(silentBlock);
      isSceneDue ||= reason === 'scene';
      isClose = reason === 'line';
    },
    finish() {
      builder.endBlock();
      return { ...head, defaults: toDefaults(head.defaults), blocks: builder.blocks };
    },
  };
  return context;
}

/** What a character says without being told. */
function usualSurroundings(character: DraftCharacter | undefined): Partial<Surroundings> {
  const { voice, language } = character ?? {};
  return {
    ...(voice !== undefined && { voice: String(voice) }),
    ...(language !== undefined && { language: String(language) }),
  };
}

/** How long a silence is that nobody asks for; null where there is no such silence. */
function silenceMs(defaults: ReadonlyMap<string, string>, reason: string): number | null {
  const written = defaults.get(reason);
  return written === undefined ? (standardSilencesMs.get(reason) ?? null) : readTime(written);
}

function toDefaults(entries: ReadonlyMap<string, string>): ScriptDraft['defaults'] {
  const pauses = Object.fromEntries([...entries].filter(([key]) => standardSilencesMs.has(key)));
  const others = Object.fromEntries([...entries].filter(([key]) => !standardSilencesMs.has(key)));
  return { ...(Object.keys(pauses).length > 0 && { pauses }), ...others };
}

function pauseBlock(durationMs: number): DraftBlock {
  return pointBlock(`[pause ${durationText(durationMs)}]`);
}

/** A paragraph in which nothing is heard. */
const silentBlock = pointBlock('<say></say>');

function pointBlock(tag: string): DraftBlock {
  const content = [{ kind: 'point', tag } as const];
  return { kind: 'paragraph', speaker: null, direction: {}, content, isClose: false };
}

/** One less than a script's tags may nest. */
const deepestSpans = 31;
