import type { Conversion, Note } from '../conversion.ts';
import { createDraftBuilder } from '../draft/draftBuilder.ts';
import type { DraftCharacter } from '../draft/draft.ts';
import { renderDraft } from '../draft/renderDraft.ts';
import { withLineFeeds } from '../lineEnds.ts';
import { hideComments } from './hideComments.ts';
import { readElements, type FountainElement } from './readElements.ts';
import { readTitlePage } from './readTitlePage.ts';
import { writeInline } from './writeInline.ts';
import { writeSpeech } from './writeSpeech.ts';

/**
 * A script that is read as a screenplay in Fountain is (https://fountain.io/syntax): scene headings, characters with
 * their lines, and all that happens as the narrator's. What is for the eye only becomes a comment. Anything is
 * Fountain, so it never fails.
 */
export function fountainToScript(source: string): Conversion {
  const { text, comments, toSource } = hideComments(withLineFeeds(source));
  const titlePage = readTitlePage(text);
  const builder = createDraftBuilder();
  const notes: Note[] = [];
  const cast = new Map<string, DraftCharacter>();
  const waiting = new Set(comments.keys());
  const write = (line: string): void => {
    writeInline(line, {
      builder,
      comment(index) {
        waiting.delete(index);
        builder.comment(comments[index] ?? '');
      },
    });
  };
  for (const extra of titlePage.others) builder.add({ kind: 'comment', text: extra });
  const elements = readElements(text, titlePage.endOffset);
  for (const [index, element] of elements.entries()) {
    if (element.kind === 'speech') {
      cast.set(element.character, {});
      const isClose = elements[index - 1]?.kind === 'speech';
      builder.startParagraph({ speaker: element.character, isClose });
      writeSpeech(element, { builder, write });
      builder.endBlock();
      if (element.isDual) {
        const message = `${element.character} speaks at the same time as who is before; in a script they speak in turn.`;
        notes.push({ ...rangeOf(element, toSource), message });
      }
    } else writeElement(element, write, builder);
  }
  // Those that stood where nothing is written, such as in a character's name.
  for (const index of waiting) builder.add({ kind: 'comment', text: comments[index] ?? '' });
  const head = { title: titlePage.title, author: titlePage.author, language: null, cast, defaults: {} };
  return { isConverted: true, script: renderDraft({ ...head, blocks: builder.blocks }), notes };
}

function rangeOf(
  element: FountainElement,
  toSource: (offset: number) => number,
): { startOffset: number; endOffset: number } {
  return { startOffset: toSource(element.startOffset), endOffset: toSource(element.endOffset) };
}

function writeElement(
  element: Exclude<FountainElement, { kind: 'speech' }>,
  write: (line: string) => void,
  builder: ReturnType<typeof createDraftBuilder>,
): void {
  switch (element.kind) {
    case 'section':
    case 'scene':
      builder.heading(element.kind === 'section' && element.level === 1 ? 1 : 2, () => {
        write(element.text);
      });
      break;
    case 'lyrics':
      builder.startParagraph();
      builder.span({ attributes: { delivery: 'singing' } }, () => {
        write(element.text);
      });
      builder.endBlock();
      break;
    case 'action':
      builder.startParagraph();
      write(element.text);
      builder.endBlock();
      break;
    case 'unspoken':
      builder.endBlock();
      builder.add({ kind: 'comment', text: element.text });
      break;
  }
}
