import type { Attribute, SpanNode } from '../../tree/tree.ts';
import { attributeText } from '../attributeText.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/**
 * A `<say>` that says otherwise than one around it, where only one of them can be heard: two pronunciations of the same
 * words, or two voices of which the outer one has no words left. Rates, pitches, ranges and volumes come together and
 * do not conflict.
 *
 * @param outer  the spans around it, from the outside
 * @param takesAll  whether the span leaves no words to the one around it
 */
export function nestedSayConflicts(
  node: SpanNode,
  outer: readonly SpanNode[],
  takesAll: (outer: SpanNode) => boolean,
): ScriptDiagnostic[] {
  if (node.name !== 'say') return [];
  return node.open.attributes.flatMap((attribute, index): ScriptDiagnostic[] => {
    const group = groups.find((names) => names.includes(attribute.name));
    if (group === undefined || attribute.value === null) return [];
    const own = node.open.attributes
      .slice(0, index)
      .find(({ name, value }) => name !== attribute.name && group.includes(name) && value !== null);
    if (own !== undefined) return [conflictInside(attribute, own)];
    const around = outer
      .filter((span) => group === pronunciations || takesAll(span))
      .flatMap((span) => group.map((name) => ({ name, value: attributeText(span, name) ?? '' })))
      .find(
        ({ name, value }) => value !== '' && (name !== attribute.name || value !== attribute.value?.text),
      );
    return around === undefined ? [] : [conflictAround(attribute, around)];
  });
}

const pronunciations: readonly string[] = ['as', 'alias', 'ipa', 'pinyin', 'arpabet'];
/** Of each group, one value holds for a word. */
const groups: readonly (readonly string[])[] = [
  pronunciations,
  ['voice'],
  ['language'],
  ['emotion'],
  ['delivery'],
  ['emphasis'],
  ['instruct'],
];

function conflictInside(attribute: Attribute, first: Attribute): ScriptDiagnostic {
  return conflict(
    attribute,
    `The words of this <say> are said in one way: "${first.name}" and "${attribute.name}" exclude each other.`,
  );
}

function conflictAround(
  attribute: Attribute,
  outer: { readonly name: string; readonly value: string },
): ScriptDiagnostic {
  return conflict(
    attribute,
    `A <say> around these words has ${outer.name}="${outer.value}"; only ${attribute.name}="${attribute.value?.text ?? ''}" is heard.`,
  );
}

function conflict({ startOffset, endOffset }: Attribute, message: string): ScriptDiagnostic {
  return {
    code: 'nested-say-conflict',
    severity: 'warning',
    message,
    startOffset,
    endOffset,
    fix: { kind: 'remove', range: { startOffset, endOffset } },
  };
}
