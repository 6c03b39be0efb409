import { shiftRange, trimmedRange, type TextRange } from '../../text/textRange.ts';
import type { Block, HeadingBlock, Inline, Script } from '../tree/tree.ts';

/** A chapter, a scene or what is spoken in one, as an outline shows it. */
export interface DocumentSection extends TextRange {
  readonly kind: 'chapter' | 'scene' | 'dialogue' | 'narration';
  /** The heading, the speaker, or the first words of narration; never empty. */
  readonly title: string;
  /** The first words of dialogue. */
  readonly detail: string | null;
  /** What is shown of it: the heading, the name, the paragraph. */
  readonly selection: TextRange;
  readonly children: readonly DocumentSection[];
}

/** The outline of a script: chapters with their scenes, each with its lines; what is before the first, on its own. */
export function documentSections(script: Script): DocumentSection[] {
  const top: DocumentSection[] = [];
  const open: OpenSection[] = [];
  const currentChildren = (): DocumentSection[] => open.at(-1)?.children ?? top;
  const closeFrom = (level: number, endOffset: number): void => {
    while ((open.at(-1)?.level ?? 0) >= level) {
      const section = open.pop();
      if (section !== undefined) currentChildren().push(closeSection(section, script.source, endOffset));
    }
  };
  script.blocks.forEach((block, index) => {
    const place: Place = { startOffset: script.blockStarts[index] ?? 0, source: script.source };
    if (block.kind === 'heading') {
      closeFrom(block.level, place.startOffset);
      open.push(openSection(block, place));
    } else currentChildren().push(...lineSections(block, place));
  });
  closeFrom(1, script.source.length);
  return top;
}

interface Place {
  /** Of the block. */
  readonly startOffset: number;
  readonly source: string;
}

interface OpenSection extends Omit<DocumentSection, 'endOffset' | 'children'> {
  readonly level: 1 | 2;
  readonly children: DocumentSection[];
}

function openSection(block: HeadingBlock, { startOffset, source }: Place): OpenSection {
  const selection = trimmedRange(source, { startOffset, endOffset: startOffset + block.length });
  const kind = block.level === 1 ? 'chapter' : 'scene';
  const title = plainText(block.content, { startOffset, source });
  const { level } = block;
  return {
    kind,
    level,
    title: title === '' ? untitled[kind] : title,
    detail: null,
    startOffset: selection.startOffset,
    selection,
    children: [],
  };
}

const untitled = { chapter: 'Chapter', scene: 'Scene' } as const;

function closeSection(section: OpenSection, source: string, endOffset: number): DocumentSection {
  const { kind, title, detail, startOffset, selection, children } = section;
  const end = trimmedRange(source, { startOffset, endOffset }).endOffset;
  return { kind, title, detail, startOffset, endOffset: end, selection, children };
}

function lineSections(block: Block, place: Place): DocumentSection[] {
  if (block.kind !== 'dialogue' && block.kind !== 'narration') return [];
  const { startOffset, source } = place;
  const range = trimmedRange(source, { startOffset, endOffset: startOffset + block.length });
  const words = firstWords(plainText(block.content, place));
  const base = { ...range, children: [] };
  if (block.kind === 'dialogue') {
    const { speaker, speakerRange } = block;
    const selection = shiftRange(speakerRange, startOffset);
    return [{ ...base, kind: 'dialogue', title: speaker, detail: words === '' ? null : words, selection }];
  }
  return words === '' ? [] : [{ ...base, kind: 'narration', title: words, detail: null, selection: range }];
}

const shownCharacters = 60;

function firstWords(text: string): string {
  if (text.length <= shownCharacters) return text;
  const cut = text.slice(0, shownCharacters).replace(/\s+\S*$/u, '');
  return `${cut.replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** What is read, without markup, on one line. */
function plainText(nodes: readonly Inline[], place: Place): string {
  return rawText(nodes, place).replaceAll(/\s+/gu, ' ').trim();
}

function rawText(nodes: readonly Inline[], place: Place): string {
  return nodes
    .map((node) => {
      if (node.kind === 'span') return rawText(node.children, place);
      const { startOffset, source } = place;
      const text = source.slice(startOffset + node.startOffset, startOffset + node.endOffset);
      return node.kind === 'text' ? text : node.kind === 'escape' ? text.slice(1) : '';
    })
    .join('');
}
