import type { TextRange } from '../../../text/textRange.ts';

/** The text of one block of HTML, such as a `<p>`, without its marks: the stretches between them, in order. */
export type HtmlText = readonly (TextRange & { readonly isSpace: boolean })[];

/**
 * What is to be read of HTML. Comments, programs, styles, pictures and the like have no text. Any string is accepted; the
 * time is linear in its length.
 *
 * @returns blocks that have a word; offsets are into `html`
 */
export function htmlTexts(html: string): readonly HtmlText[] {
  const blocks: HtmlText[] = [];
  let block: (TextRange & { readonly isSpace: boolean })[] = [];
  const end = (): void => {
    if (
      block.some(
        ({ startOffset, endOffset, isSpace }) => !isSpace && hasWord(html.slice(startOffset, endOffset)),
      )
    )
      blocks.push(block);
    block = [];
  };
  let position = 0;
  for (const { 0: mark, 1: silent, 2: name = '', index } of html.matchAll(marks)) {
    if (index > position) block.push({ startOffset: position, endOffset: index, isSpace: false });
    position = index + mark.length;
    const element = (silent ?? name).toLowerCase();
    if (blockElements.has(element)) end();
    else if (spaceElements.has(element))
      block.push({ startOffset: index, endOffset: position, isSpace: true });
  }
  if (position < html.length) block.push({ startOffset: position, endOffset: html.length, isSpace: false });
  end();
  return blocks;
}

/** Comments; what holds no text, with its end; declarations; elements that begin or end; marks of quotes around it. */
const marks =
  /<!--[^]*?(?:-->|$)|<(script|style|svg|template|head|math|iframe|video|audio|object|canvas|select|textarea)(?=[\s/>])[^]*?(?:<\/\1\s*>|$)|<[!?][^<>]*>|<\/?([a-z][\w:-]*)(?:"[^"<]{0,2000}"|'[^'<]{0,2000}'|[^"'<>])*>|(?<=\n)[ \t]*(?:>[ \t]*)+/giu;

const blockElements = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
const spaceElements = new Set(['br', 'td', 'th', 'option', 'img']);

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/&#?\w{1,40};/gu, ''));
}
