import { stringify } from 'yaml';
import type { DraftBlock, DraftParagraph, ScriptDraft } from './draft.ts';
import { escapeDirection, escapeLineStart } from './escapeText.ts';
import { renderDirection } from './renderDirection.ts';
import { renderInlines } from './renderInlines.ts';
import { tidyInlines, tidyParagraph } from './tidyParagraph.ts';

/** The text of a script; parsing it gives the draft's meaning back. */
export function renderDraft(draft: ScriptDraft): string {
  const speakers = new Set(draft.cast.keys());
  const head = renderFrontMatter(draft);
  const parts = draft.blocks.map((block) => ({ block, text: renderBlock(block, speakers) }));
  const shown = parts.filter(({ text }) => text !== '');
  const body = shown.map(({ block, text }, index) => {
    if (index === 0) return head === '' && text === '---' ? '----' : text;
    return block.kind === 'paragraph' && block.isClose && block.speaker !== null
      ? `\n${text}`
      : `\n\n${text}`;
  });
  return `${head}${body.join('')}${body.length === 0 ? '' : '\n'}`;
}

function renderBlock(block: DraftBlock, speakers: ReadonlySet<string>): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${renderInlines(tidyInlines(block.content)).trim()}`.trimEnd();
    case 'sceneBreak':
      return '---';
    case 'comment':
      return `<!-- ${block.text.trim().replaceAll('-->', '-- >')} -->`;
    case 'paragraph':
      return renderParagraph(tidyParagraph(block), speakers);
  }
}

function renderParagraph(paragraph: DraftParagraph, speakers: ReadonlySet<string>): string {
  const { speaker, direction } = paragraph;
  const content = renderInlines(paragraph.content).trim();
  const directed = [renderDirection(direction), content].filter((part) => part !== '');
  if (speaker !== null) {
    const said = directed.length === 2 ? directed.join(' ') : escapeDirection(content);
    return `${speaker}: ${said}`.trimEnd();
  }
  if (content === '') return '';
  return directed.length === 2 ? directed.join(' ') : escapeLineStart(content, speakers);
}

function renderFrontMatter({ title, author, language, cast, defaults }: ScriptDraft): string {
  const entries = {
    ...(title === null ? {} : { title }),
    ...(author === null ? {} : { author }),
    ...(language === null ? {} : { language }),
    ...(cast.size === 0 ? {} : { cast: Object.fromEntries(cast) }),
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
  };
  if (Object.keys(entries).length === 0) return '';
  return `---\n${stringify(entries, { lineWidth: 0 })}---\n\n`;
}
