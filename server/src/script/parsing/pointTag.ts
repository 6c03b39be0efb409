import type { TextRange } from '../../text/textRange.ts';
import type { Attribute, AttributeValue, PointTag, UnknownTag } from '../tree/tree.ts';
import { meantDirection, nearPointTags } from '../vocabulary/nearMisses.ts';
import { pointTags, type TagRule } from '../vocabulary/tags.ts';
import { code } from './characters.ts';
import { readTagParts, type TagPart, type TagParts } from './tagParts.ts';

/** Reads `[name ...]` from its bracket on; null where it is text. */
export function readPointTag(text: string, start: number, end: number): PointTag | UnknownTag | null {
  const tag = readTagParts(text, start + 1, { closer: code.rightBracket, end });
  if (tag === null) return null;
  const { name, nameRange } = tag;
  const rule = pointTags.get(name);
  if (rule !== undefined) return toPointTag(tag, rule);
  const isMeant = nearPointTags(name).length > 0 || meantDirection(name) !== undefined;
  if (!tag.isClosed || !tag.parts.every(isTagLike) || !isMeant) return null;
  return { kind: 'unknownTag', form: 'point', name, nameRange, startOffset: start, endOffset: tag.endOffset };
}

function toPointTag(tag: TagParts, rule: TagRule): PointTag {
  const found = rule.argument === null ? null : tag.parts.find((part) => part.kind === 'bare');
  const argument = found !== undefined && (tag.isClosed || found === tag.parts[0]) ? found : null;
  const others = tag.parts.filter((part) => part !== argument);
  const base = {
    kind: 'point',
    name: tag.name,
    nameRange: tag.nameRange,
    startOffset: tag.startOffset - 1,
  } as const;
  if (tag.isClosed) {
    return {
      ...base,
      endOffset: tag.endOffset,
      argument: argument?.value ?? null,
      ...sortParts(others),
      isClosed: true,
    };
  }
  // Without the bracket nobody knows what belongs to the tag: what follows the name as it should.
  const certain = rule.argument === null ? [] : certainParts(others);
  const endOffset = partEnd(certain.at(-1)) ?? partEnd(argument) ?? tag.nameRange.endOffset;
  return {
    ...base,
    endOffset,
    argument: argument?.value ?? null,
    attributes: certain.map(({ attribute }) => attribute),
    junk: [],
    isClosed: false,
  };
}

/** The attributes before anything else. */
export function certainParts(parts: readonly TagPart[]): { attribute: Attribute }[] {
  const certain: { attribute: Attribute }[] = [];
  for (const part of parts) {
    if (part.kind !== 'attribute') break;
    certain.push(part);
  }
  return certain;
}

/** Attributes, names that have no value among them, and what is neither. */
export function sortParts(parts: readonly TagPart[]): { attributes: Attribute[]; junk: TextRange[] } {
  const attributes: Attribute[] = [];
  const junk: TextRange[] = [];
  for (const part of parts) {
    if (part.kind === 'attribute') attributes.push(part.attribute);
    else if (isNameAlone(part.value)) {
      attributes.push({ ...part.range, name: part.value.text, nameRange: part.range, value: null });
    } else junk.push(part.range);
  }
  return { attributes, junk };
}

function partEnd(part: { attribute: Attribute } | { range: TextRange } | null | undefined): number | null {
  if (part === null || part === undefined) return null;
  return 'attribute' in part ? part.attribute.endOffset : part.range.endOffset;
}

function isNameAlone({ text, isQuoted }: AttributeValue): boolean {
  return !isQuoted && /^[A-Za-z][A-Za-z0-9_-]*$/u.test(text);
}

/** Whether it would hardly stand in brackets that are no tag. */
function isTagLike(part: TagPart): boolean {
  return part.kind === 'attribute' || part.value.isQuoted || /[\d.]/u.test(part.value.text);
}
