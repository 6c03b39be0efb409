import { spanAttributeNames, type SpanAttributeName, type SpanAttributes } from './draft.ts';
import { quoted } from './quoted.ts';

/** `(angry 0.8, slow)`, or nothing where nothing is directed. */
export function renderDirection(direction: SpanAttributes): string {
  const { emotion, strength, delivery, rate, pitch, volume, instruct } = direction;
  const items = [
    emotion !== undefined && strength !== undefined ? `${emotion} ${strength}` : emotion,
    delivery,
    // A whole number alone would number the paragraph.
    unlessNeutral(rate)?.replace(/(?<![\d.])\d+(?![\d.])/g, '$&x'),
    unlessNeutral(pitch),
    unlessNeutral(volume),
    instruct === undefined ? undefined : quoted(instruct, false),
  ].filter((item) => item !== undefined);
  return items.length === 0 ? '' : `(${items.join(', ')})`;
}

/** Whether a direction can say all of it. */
export function isDirectable(attributes: SpanAttributes): boolean {
  const hasEmotion = attributes.emotion !== undefined;
  return (
    attributes.isLaughing === undefined &&
    spanAttributeNames.every((name) => attributes[name] === undefined || directable.has(name)) &&
    (attributes.strength === undefined || hasEmotion)
  );
}

const directable: ReadonlySet<SpanAttributeName> = new Set([
  'emotion',
  'strength',
  'delivery',
  'rate',
  'pitch',
  'volume',
  'instruct',
]);

/** `medium` alone would not say of what. */
function unlessNeutral(value: string | undefined): string | undefined {
  return value === 'medium' ? undefined : value;
}
