import type { TextRange } from '../../text/textRange.ts';
import type { Attribute, AttributeValue, Block, PointTag, SpanNode, SpanOpen } from '../tree/tree.ts';

/** `(angry 0.8, "like a man")`. */
export function formatDirection(block: Block, written: string): string {
  const direction = 'direction' in block ? block.direction : null;
  if (direction === null || hasLineEnd(written)) return written;
  const items = direction.items.map(({ startOffset, endOffset }) => {
    const item = written.slice(startOffset - direction.startOffset, endOffset - direction.startOffset);
    return item.startsWith('"') ? item : item.replaceAll(/[ \t]+/gu, ' ');
  });
  return `(${items.join(', ')})`;
}

/** `[sound door.wav gain=-6dB]`: quotes where they are needed. */
export function formatPoint(node: PointTag, written: string): string {
  const { name, argument, attributes } = node;
  if (!isWhole(node, written)) return written;
  const values = attributes.map((attribute) => ({
    startOffset: attribute.startOffset,
    text: formatAttribute(attribute, quoteWhereNeeded),
  }));
  if (argument !== null) values.push({ startOffset: argument.startOffset, text: quoteWhereNeeded(argument) });
  values.sort((left, right) => left.startOffset - right.startOffset);
  return `[${[name, ...values.map(({ text }) => text)].join(' ')}]`;
}

/** `<say rate="slow" emotion="sad">`: always with quotes. */
export function formatSpanOpen(open: SpanOpen & { readonly name?: string }, written: string): string {
  if (open.form === 'asterisks' || !isWhole(open, written)) return written;
  const name = written.slice(
    open.nameRange.startOffset - open.startOffset,
    open.nameRange.endOffset - open.startOffset,
  );
  return `<${[name, ...open.attributes.map((attribute) => formatAttribute(attribute, quote))].join(' ')}>`;
}

export function formatClose({ name, open }: SpanNode, written: string): string {
  return open.form === 'asterisks' || hasLineEnd(written) ? written : `</${name}>`;
}

/** Only what is understood as a whole is written anew, and lines are not joined. */
function isWhole(
  tag: { readonly isClosed: boolean; readonly junk: readonly TextRange[] },
  written: string,
): boolean {
  return tag.isClosed && tag.junk.length === 0 && !hasLineEnd(written);
}

function formatAttribute({ name, value }: Attribute, format: (value: AttributeValue) => string): string {
  return value === null ? name : `${name}=${format(value)}`;
}

function quoteWhereNeeded(value: AttributeValue): string {
  return /^[^\s"'[\]<>=]+$/u.test(value.text) ? value.text : quote(value);
}

/** No value holds both kinds of quotes: nothing could have been written around it. */
function quote({ text }: AttributeValue): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function hasLineEnd(text: string): boolean {
  return /[\r\n]/u.test(text);
}
