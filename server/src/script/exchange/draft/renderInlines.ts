import { spanAttributeNames, type DraftInline, type DraftSpan, type SpanAttributes } from './draft.ts';
import { escapeText } from './escapeText.ts';
import { quoted } from './quoted.ts';

/** The content of a paragraph or heading, with its tags. */
export function renderInlines(content: readonly DraftInline[], isWhole = true): string {
  let text = '';
  for (const [index, node] of content.entries()) {
    const after = content[index + 1];
    if (node.kind === 'text') text += escapeText(node.text);
    else if (node.kind === 'point' && node.isTight === true) text += node.tag;
    else if (node.kind === 'point') text = withPoint(text, node.tag, { after, isWhole });
    else text += renderSpan(node, { before: text, after });
  }
  return text;
}

interface PointPlace {
  readonly after: DraftInline | undefined;
  /** Of a whole paragraph; not inside of a span. */
  readonly isWhole: boolean;
}

/** A tag apart from the words beside it, where that adds no space to what is said. */
function withPoint(text: string, tag: string, { after, isWhole }: PointPlace): string {
  const isBeforeSpace = after?.kind === 'text' && after.text.startsWith(' ');
  if (text === '') return isWhole && after !== undefined && !isBeforeSpace ? `${tag} ` : tag;
  const isAtEnd = after === undefined && isWhole;
  return (isBeforeSpace || isAtEnd) && !text.endsWith(' ') ? `${text} ${tag}` : text + tag;
}

interface Surroundings {
  /** What is written on the left, in the same span. */
  readonly before: string;
  readonly after: DraftInline | undefined;
}

function renderSpan(span: DraftSpan, surroundings: Surroundings): string {
  const { isLaughing, ...attributes } = span.attributes;
  const inner = renderInlines(span.children, false);
  const said = renderAttributes(attributes, inner, () => takesAsterisks(span.children, inner, surroundings));
  return isLaughing === true ? `<laughter>${said}</laughter>` : said;
}

function renderAttributes(attributes: SpanAttributes, inner: string, allowsAsterisks: () => boolean): string {
  const names = spanAttributeNames.filter((name) => attributes[name] !== undefined);
  if (names.length === 0) return inner;
  const plain = names.length === 1 ? plainSpans.get(attributes.emphasis ?? '') : undefined;
  if (plain === undefined) {
    const written = names.map((name) => `${name}=${quoted(attributes[name] ?? '')}`);
    return `<say ${written.join(' ')}>${inner}</say>`;
  }
  const { mark, name } = plain;
  return allowsAsterisks() ? `${mark}${inner}${mark}` : `<${name}>${inner}</${name}>`;
}

const plainSpans = new Map([
  ['strong', { mark: '**', name: 'strong' }],
  ['moderate', { mark: '*', name: 'emphasis' }],
]);

/** Where it is beyond doubt, by CommonMark's rules, that asterisks open and close. */
function takesAsterisks(
  children: readonly DraftInline[],
  inner: string,
  { before, after }: Surroundings,
): boolean {
  if (children.length !== 1 || children[0]?.kind !== 'text' || after?.kind === 'span') return false;
  if (!/^[\p{L}\p{N}]/u.test(inner) || before.endsWith('*') || /\p{M}$/u.test(inner)) return false;
  if (/[\p{L}\p{N}]$/u.test(inner)) return !/^\p{M}/u.test(after?.kind === 'text' ? after.text : '');
  const isFollowedBySpace = after === undefined || (after.kind === 'text' && after.text.startsWith(' '));
  return isFollowedBySpace && /[.,!?…]$/.test(inner);
}
