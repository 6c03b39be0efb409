import type { DraftBlock, DraftInline, DraftSpan, SpanAttributes } from './draft.ts';
import { escapeText } from './escapeText.ts';
import { quoted } from './quoted.ts';

/** Writes a draft in reading order. A span that is open where a block ends goes on in the next block. */
export interface DraftBuilder {
  readonly blocks: readonly DraftBlock[];
  /** What `write` adds is inside the span, in each block that it adds to. */
  span(span: OpenSpan, write: () => void): void;
  /** White space is one space, and none at the edges of a block. */
  text(text: string): void;
  point(tag: string): void;
  /** Ends the block that is being written and says how the next paragraph begins. */
  startParagraph(start?: ParagraphStart): void;
  /** What is written inside is a heading. */
  heading(level: 1 | 2, write: () => void): void;
  /** How the whole paragraph that is being written is said. */
  direct(direction: SpanAttributes): void;
  /** Lines that are not spoken, once the block ends. */
  comment(text: string): void;
  /**
   * The parts of text that `write` adds are said in place of what is read: one for each, null where it is the same.
   */
  inPlaceOf(read: readonly (string | null)[], write: () => void): void;
  add(block: DraftBlock): void;
  endBlock(): void;
}

export interface OpenSpan {
  readonly attributes: SpanAttributes;
  readonly isKept?: boolean;
}

export interface ParagraphStart {
  readonly speaker?: string | null;
  readonly isClose?: boolean;
}

export function createDraftBuilder(): DraftBuilder {
  const blocks: DraftBlock[] = [];
  const open: OpenSpan[] = [];
  let start: ParagraphStart = {};
  let direction: SpanAttributes = {};
  let comments: string[] = [];
  let headingLevel: 1 | 2 | null = null;
  let content: DraftInline[] = [];
  /** Children of the spans of `open` that have begun in this block, outermost first. */
  let begun: DraftInline[][] = [];
  let hasSpaceBefore = true;
  let hasPendingSpace = false;
  /** Of the parts of text to come, what is read in their place. */
  let toRead: (string | null)[] = [];

  const target = (): DraftInline[] => {
    for (const span of open.slice(begun.length)) {
      const children: DraftInline[] = [];
      const node: DraftSpan = {
        kind: 'span',
        attributes: span.attributes,
        isKept: span.isKept === true,
        children,
      };
      (begun.at(-1) ?? content).push(node);
      begun.push(children);
    }
    return begun.at(-1) ?? content;
  };
  const push = (text: string): void => {
    const nodes = target();
    const read = text === ' ' ? null : (toRead.shift() ?? null);
    if (read !== null && read !== '') {
      nodes.push({
        kind: 'point',
        tag: `<say alias=${quoted(text)}>${escapeText(read)}</say>`,
        isTight: true,
      });
      return;
    }
    const last = nodes.at(-1);
    if (last?.kind === 'text') nodes[nodes.length - 1] = { kind: 'text', text: last.text + text };
    else nodes.push({ kind: 'text', text });
  };
  const writePendingSpace = (): void => {
    if (!hasPendingSpace) return;
    push(' ');
    hasPendingSpace = false;
    hasSpaceBefore = true;
  };
  const builder: DraftBuilder = {
    blocks,
    span(span, write) {
      // A space that stands before a span does not belong to it.
      writePendingSpace();
      open.push(span);
      write();
      open.pop();
      begun = begun.slice(0, open.length);
    },
    text(text) {
      const collapsed = text.replace(/[ \t\r\n]+/g, ' ');
      const words = collapsed.replace(/^ | $/g, '');
      if (collapsed.startsWith(' ') && !hasSpaceBefore) hasPendingSpace = true;
      if (words === '') return;
      writePendingSpace();
      push(words);
      hasSpaceBefore = false;
      hasPendingSpace = collapsed.endsWith(' ');
    },
    point(tag) {
      writePendingSpace();
      target().push({ kind: 'point', tag });
      hasSpaceBefore = false;
    },
    startParagraph(next = {}) {
      builder.endBlock();
      start = next;
    },
    heading(level, write) {
      builder.endBlock();
      headingLevel = level;
      write();
      builder.endBlock();
    },
    direct(next) {
      direction = next;
    },
    comment(text) {
      if (text.trim() === '') return;
      if (content.length === 0) blocks.push({ kind: 'comment', text });
      else comments.push(text);
    },
    inPlaceOf(read, write) {
      toRead = [...read];
      write();
      toRead = [];
    },
    add(block) {
      builder.endBlock();
      blocks.push(block);
    },
    endBlock() {
      if (headingLevel !== null) blocks.push({ kind: 'heading', level: headingLevel, content });
      else if (content.length > 0) {
        const { speaker = null, isClose = false } = start;
        blocks.push({ kind: 'paragraph', speaker, direction, content, isClose });
      }
      for (const text of comments) blocks.push({ kind: 'comment', text });
      comments = [];
      start = {};
      direction = {};
      headingLevel = null;
      content = [];
      begun = [];
      hasSpaceBefore = true;
      hasPendingSpace = false;
    },
  };
  return builder;
}
