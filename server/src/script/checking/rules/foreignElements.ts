import type { TextRange } from '../../../text/textRange.ts';
import { deliveries, emotions } from '../../../../../protocol/expression.ts';
import { ssmlToScript } from '../../exchange/ssml/ssmlToScript.ts';
import type { Inline, UnknownTag } from '../../tree/tree.ts';
import { isForeignElement } from '../../vocabulary/foreignElements.ts';
import { meantDirection, otherEvent } from '../../vocabulary/nearMisses.ts';
import { pitches, rates, volumes } from '../../vocabulary/values.ts';
import type { FixHint, ScriptDiagnostic } from '../diagnostic.ts';

/** Elements of other tools among the parts of a text. */
export interface ForeignElements {
  readonly diagnostics: readonly ScriptDiagnostic[];
  /** Their tags, of which nothing else is to be said. */
  readonly tags: ReadonlySet<Inline>;
}

/**
 * SSML and its dialects, `<whisper>word</whisper>`, `<amazon:effect name="whispered">`, `<break time="1s"/>`: one finding
 * for each element, with what a script has for it.
 */
export function foreignElements(nodes: readonly Inline[], text: string): ForeignElements {
  const tags = nodes.filter((node): node is UnknownTag => node.kind === 'unknownTag' && isForeign(node));
  if (tags.length === 0) return nothing;
  const meanings = new Map<string, Meant | null>();
  const diagnostics = pairTags(tags, text).map(({ open, close }) => {
    const written = text.slice(open.startOffset, open.endOffset);
    const key = `${written}${close === null ? '' : '</>'}`;
    const meant = meanings.get(key) ?? (open.form === 'open' ? meaningOf(open, written, close) : null);
    meanings.set(key, meant);
    return finding({ open, close, meant }, text);
  });
  return { diagnostics, tags: new Set(tags) };
}

const nothing: ForeignElements = { diagnostics: [], tags: new Set() };

function isForeign({ form, name }: UnknownTag): boolean {
  return form !== 'point' && isForeignElement(name);
}

interface Element {
  readonly open: UnknownTag;
  readonly close: UnknownTag | null;
}

/** Each opening with its close; a close that is left alone stands for itself. In the order of the text. */
function pairTags(tags: readonly UnknownTag[], text: string): Element[] {
  const elements: { open: UnknownTag; close: UnknownTag | null }[] = [];
  const waiting = new Map<string, (typeof elements)[number][]>();
  for (const tag of tags) {
    const same = waiting.get(tag.name) ?? [];
    const opened = tag.form === 'close' ? same.pop() : undefined;
    if (opened !== undefined) {
      opened.close = tag;
      continue;
    }
    const element = { open: tag, close: null };
    elements.push(element);
    if (tag.form === 'close' || text.startsWith('/>', tag.endOffset - 2)) continue;
    same.push(element);
    waiting.set(tag.name, same);
  }
  return elements;
}

/** What a script has for an element: tags around its words, or one tag in its place. */
interface Meant {
  readonly open: string;
  readonly close: string;
}

function finding(
  { open, close, meant }: Element & { readonly meant: Meant | null },
  text: string,
): ScriptDiagnostic {
  const { form, name, startOffset, endOffset } = open;
  const written = form === 'close' ? `</${name}>` : `<${name}>`;
  const equal =
    meant === null ? '' : ` A script has ${meant.open}${meant.close === '' ? '' : `…${meant.close}`} for it.`;
  return {
    code: 'unknown-tag',
    severity: 'error',
    message: `There is no tag ${written}, and nothing is heard of it.${equal} A backslash before it makes it text.`,
    startOffset,
    endOffset,
    ...(meant !== null && { fix: replacement({ open, close }, meant, text) }),
  };
}

function replacement({ open, close }: Element, meant: Meant, text: string): FixHint {
  const range: TextRange = { startOffset: open.startOffset, endOffset: (close ?? open).endOffset };
  const inside = close === null ? '' : text.slice(open.endOffset, close.startOffset);
  return {
    kind: 'replace',
    range,
    texts: [`${meant.open}${inside}${meant.close}`],
    title: `Change it to ${meant.open}`,
  };
}

/** Null where a script has nothing for it. */
function meaningOf({ name }: UnknownTag, written: string, close: UnknownTag | null): Meant | null {
  const event = otherEvent(name);
  if (event !== undefined) return close === null ? { open: `[${event}]`, close: '' } : null;
  const direction = meantDirection(name);
  if (direction === undefined) return convert(written, close === null ? '' : `</${name}>`);
  if (close === null) return null;
  return { open: `<say ${attributeOf(direction)}="${direction}">`, close: '</say>' };
}

function attributeOf(direction: string): string {
  if (emotions.some((emotion) => emotion === direction)) return 'emotion';
  if (deliveries.some((delivery) => delivery === direction)) return 'delivery';
  if (rates.has(direction)) return 'rate';
  return volumes.has(direction) ? 'volume' : pitches.has(direction) ? 'pitch' : 'instruct';
}

/** As the whole document would be converted: an element between two words, of which no direction is made. */
function convert(open: string, close: string): Meant | null {
  const isEmpty = close === '';
  const element = isEmpty ? open.replace(/\s*\/?>$/u, '/>') : `${open}${inside}${close}`;
  const conversion = ssmlToScript(`<speak>${before} ${element} ${after}</speak>`);
  if (!conversion.isConverted) return null;
  const { script } = conversion;
  const start = script.indexOf(`${before} `);
  const end = script.indexOf(` ${after}`, start);
  if (start === -1 || end === -1) return null;
  const converted = script.slice(start + before.length + 1, end);
  const middle = isEmpty ? converted.length : converted.indexOf(inside);
  if (middle === -1) return null;
  const meant = {
    open: converted.slice(0, middle),
    close: converted.slice(middle + (isEmpty ? 0 : inside.length)),
  };
  return meant.open === '' ? null : meant;
}

const before = 'aloud-before';
const inside = 'aloud-inside';
const after = 'aloud-after';
