import { durationText, roundTo } from '../draft/values.ts';
import type { SpanAttributes } from '../draft/draft.ts';
import { aloudManner, isOwnSpan } from './aloudAttributes.ts';
import { attributeOf, noteOtherAttributes } from './attributes.ts';
import { mannerOfStyle } from './expressionStyles.ts';
import type { ElementConverter } from './ssmlImport.ts';
import { readTime } from './ssmlValues.ts';

/** Azure's styles: an emotion or a delivery where the script has it, a free instruction otherwise. */
export const convertExpression: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['style', 'styledegree', 'role', 'name'], context);
  const style = attributeOf(element, 'style') ?? attributeOf(element, 'name');
  const role = attributeOf(element, 'role');
  const manner = style === undefined ? {} : mannerOfStyle(style);
  const own = aloudManner(element);
  const degree = attributeOf(element, 'styledegree');
  const strength = degree === undefined || manner.emotion === undefined ? null : readDegree(degree);
  if (degree !== undefined && strength === null) {
    context.note(
      element,
      `styledegree="${degree}" was left out: only an emotion has a strength, of 0.01 to 2.`,
    );
  } else if (strength !== null && strength > 1) {
    context.note(
      element,
      `styledegree="${degree ?? ''}" is more than an emotion's whole strength, which it became.`,
    );
  }
  const asRole = role === undefined ? undefined : inRole(role);
  const instruct = [manner.instruct, asRole].filter((part) => part !== undefined).join(', ');
  const attributes: SpanAttributes = {
    ...manner,
    ...(strength !== null && strength < 1 && { strength: String(roundTo(strength)) }),
    ...(instruct !== '' && { instruct }),
    ...own,
  };
  context.convertSpan(element, { attributes, isKept: isOwnSpan(element) }, surroundings);
};

export const convertMsttsSilence: ElementConverter = (element, _surroundings, context) => {
  const type = attributeOf(element, 'type') ?? '';
  const time = readTime(attributeOf(element, 'value') ?? '');
  const isHere = /^(?:leading|tailing)/i.test(type);
  if (isHere && time !== null) context.builder.point(`[pause ${durationText(time)}]`);
  else context.note(element, 'The silences of a script are set under defaults: in its front matter.');
};

export const convertAmazonEffect: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['name', 'phonation'], context);
  const name = attributeOf(element, 'name');
  const phonation = attributeOf(element, 'phonation');
  const isWhispered = name === 'whispered';
  if (!isWhispered && phonation !== 'soft') {
    context.note(
      element,
      `A script has no word for the effect "${name ?? phonation ?? ''}"; it was left out.`,
    );
  }
  const attributes: SpanAttributes = {
    ...(isWhispered && { delivery: 'whispering' }),
    ...(phonation === 'soft' && { volume: 'soft' }),
  };
  context.convertSpan(element, { attributes }, surroundings);
};

export const convertAmazonEmotion: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['name', 'intensity'], context);
  const strength = intensities.get(attributeOf(element, 'intensity') ?? '');
  const manner = mannerOfStyle(attributeOf(element, 'name') ?? 'neutral');
  const attributes = {
    ...manner,
    ...(strength !== undefined && manner.emotion !== undefined && { strength }),
  };
  context.convertSpan(element, { attributes }, surroundings);
};

const intensities: ReadonlyMap<string, string> = new Map([
  ['low', '0.3'],
  ['medium', '0.6'],
  ['high', '1'],
]);

function readDegree(text: string): number | null {
  const degree = Number(text);
  return text !== '' && degree >= 0 && degree <= 2 ? degree : null;
}

/** `OlderAdultFemale` is `as an older adult female`. */
function inRole(role: string): string {
  const words = role.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return `as ${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
