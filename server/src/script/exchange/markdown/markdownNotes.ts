import type { Nodes } from 'mdast';
import { nodesOf, parseMarkdown, type MarkdownDocument } from '../../lowering/readAloud/parseMarkdown.ts';
import type { Note } from '../conversion.ts';

/** What a script of a Markdown document says otherwise or not at all. */
export function markdownNotes(source: string): Note[] {
  const document = parseMarkdown(source);
  if (document === null) return [];
  const { frontMatter, root } = document;
  const nodes = [...nodesOf(root)];
  const called = new Set(
    nodes.flatMap((node) => (node.type === 'footnoteReference' ? [node.identifier] : [])),
  );
  const links = nodes.filter(isNamedLink);
  return [
    ...frontMatterNotes(frontMatter),
    ...nodes.flatMap((node): Note[] => {
      const message = node === links[0] ? linkMessage(links.length) : messageOf(node, called);
      return message === null ? [] : [{ message, ...rangeOf(node, document) }];
    }),
  ];
}

function frontMatterNotes(frontMatter: string): Note[] {
  const others = frontMatter.split(/\r?\n/u).filter((line) => /^(?!title:)[\w-]+:/u.test(line));
  if (others.length === 0) return [];
  return [
    {
      message: 'Of the front matter only the title was kept.',
      startOffset: 0,
      endOffset: frontMatter.trimEnd().length,
    },
  ];
}

/** A bare address is read as it stands. */
function isNamedLink(node: Nodes): boolean {
  if (node.type === 'linkReference') return true;
  if (node.type !== 'link') return false;
  const [only] = node.children;
  return !(only?.type === 'text' && node.url.endsWith(only.value));
}

function linkMessage(count: number): string {
  return count === 1
    ? 'The address of this link was left out; its words were kept.'
    : `The addresses of ${count} links were left out, this one first; their words were kept.`;
}

function messageOf(node: Nodes, called: ReadonlySet<string>): string | null {
  switch (node.type) {
    case 'code':
      return 'This code was left out, and one hears so.';
    case 'table':
      return 'This table became a sentence for each of its rows.';
    case 'image':
    case 'imageReference':
      return (node.alt ?? '').trim() === ''
        ? 'This image has no description and was left out.'
        : 'This image became its description.';
    case 'footnoteReference':
      return 'This footnote follows its paragraph.';
    case 'footnoteDefinition':
      return called.has(node.identifier) ? null : 'Nothing calls this footnote, and it was left out.';
    case 'html':
      return silentHtml.test(node.value) ? 'This was left out: of HTML only its text is read.' : null;
    default:
      return null;
  }
}

const silentHtml = /^\s*<(?:!--|script|style|iframe|img|video|audio|svg)\b|^\s*<!--/iu;

function rangeOf(node: Nodes, { frontMatter }: MarkdownDocument): Pick<Note, 'startOffset' | 'endOffset'> {
  const { start, end } = node.position ?? {};
  return {
    startOffset: (start?.offset ?? 0) + frontMatter.length,
    endOffset: (end?.offset ?? 0) + frontMatter.length,
  };
}
