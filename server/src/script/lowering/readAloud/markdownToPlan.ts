import type { FootnoteDefinition, Root } from 'mdast';
import type { TextRange } from '../../../text/textRange.ts';
import type { Plan } from '../plan.ts';
import { createPlanWriter } from '../planWriter.ts';
import { plainProsody, plainStyle } from '../utteranceVoices.ts';
import { announcementsIn } from './announcements.ts';
import { lowerMarkdownBlocks } from './lowerMarkdownBlocks.ts';
import { nodesOf, parseMarkdown } from './parseMarkdown.ts';
import { plainTextToPlan } from './plainTextToPlan.ts';

export interface MarkdownPlanOptions {
  /** BCP-47; absent: the voice's own, and announcements are in English. */
  readonly language?: string;
  /** Whether one hears that code was left out. Absent: announced. */
  readonly codeBlocks?: 'announced' | 'skipped';
  /** Only what is said in this part of the source. */
  readonly range?: TextRange;
}

/**
 * What is to be heard of a Markdown document (CommonMark and GitHub's extensions): words without their markup, with
 * pauses where it shows a structure. The tags of scripts work inside of text. Any source is accepted; one that is built to
 * be hard to read is read as plain text. Prose takes about 1.3 s of computing for each megabyte, dense markup 3.4 s.
 */
export function markdownToPlan(source: string, options: MarkdownPlanOptions = {}): Plan {
  const { language = null, codeBlocks = 'announced', range } = options;
  const document = parseMarkdown(source);
  if (document === null) return plainTextToPlan(source, options);
  const { frontMatter, root } = document;
  const voice = { speaker: null, voice: null, language, style: plainStyle, prosody: plainProsody };
  const writer = createPlanWriter({ voice, ...(range === undefined ? {} : { range }) });
  const announcements = announcementsIn(language);
  lowerMarkdownBlocks(root.children, {
    writer,
    source,
    shift: frontMatter.length,
    voice,
    defaultLanguage: language ?? 'en',
    announcements,
    isCodeAnnounced: codeBlocks === 'announced' && announcements !== null,
    footnotes: footnotesOf(root),
    calls: { waiting: [], known: new Set(), isInFootnote: false },
  });
  return { title: titleOf(frontMatter), author: null, language, ...writer.finish() };
}

function footnotesOf(root: Root): ReadonlyMap<string, FootnoteDefinition> {
  const found = new Map<string, FootnoteDefinition>();
  for (const node of nodesOf(root)) {
    if (node.type === 'footnoteDefinition' && !found.has(node.identifier)) found.set(node.identifier, node);
  }
  return found;
}

function titleOf(frontMatter: string): string | null {
  const written = /^title:[ \t]*(.+?)[ \t]*$/mu.exec(frontMatter)?.[1] ?? '';
  const title = written.replace(/^(["'])(.*)\1$/u, '$2').trim();
  return title === '' ? null : title;
}
