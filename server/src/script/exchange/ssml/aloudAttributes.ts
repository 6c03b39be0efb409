import type { XmlElement } from '@rgrove/parse-xml';
import type { SpanAttributes } from '../draft/draft.ts';
import { aloudAttribute } from './xmlNames.ts';

/** What an element says in Aloud's own attributes, beside its own. */
export function aloudManner(element: XmlElement): SpanAttributes {
  const emotion = aloudAttribute(element, 'emotion');
  const strength = aloudAttribute(element, 'strength');
  const delivery = aloudAttribute(element, 'delivery');
  const instruct = aloudAttribute(element, 'instruct');
  return {
    ...(emotion !== undefined && { emotion }),
    ...(strength !== undefined && { strength }),
    ...(delivery !== undefined && { delivery }),
    ...(instruct !== undefined && { instruct }),
    ...(aloudAttribute(element, 'laughter') !== undefined && { isLaughing: true as const }),
  };
}

/** Whether it begins a span that does not become one with what surrounds it. */
export function isOwnSpan(element: XmlElement): boolean {
  return aloudAttribute(element, 'span') === 'own';
}
