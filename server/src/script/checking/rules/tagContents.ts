import { arpabetToIpa } from '../../../text/phonemes/arpabetToIpa.ts';
import type { TextRange } from '../../../text/textRange.ts';
import type { Attribute, AttributeValue, PointTag, SpanNode } from '../../tree/tree.ts';
import {
  describeValue,
  isValueOf,
  pointTags,
  spanTags,
  valueNames,
  type TagRule,
  type ValueKind,
} from '../../vocabulary/tags.ts';
import { didYouMean, type Suggestion } from '../didYouMean.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/** What stands in `[name ...]` and is none of what may. */
export function pointContents(node: PointTag, text: string): ScriptDiagnostic[] {
  const rule = pointTags.get(node.name);
  if (rule === undefined) return [];
  const tag = `[${node.name}]`;
  return [
    ...checkArgument(node, rule),
    ...checkAttributes(tag, node.attributes, rule),
    ...checkJunk(tag, node.junk, text),
  ];
}

/** What stands in `<name ...>` and is none of what may. */
export function spanContents(node: SpanNode, text: string): ScriptDiagnostic[] {
  const rule = spanTags.get(node.name);
  if (rule === undefined) return [];
  const { attributes, junk } = node.open;
  const tag = `<${node.name}>`;
  return [...checkAttributes(tag, attributes, rule), ...checkJunk(tag, junk, text)];
}

function checkArgument({ name, nameRange, argument }: PointTag, rule: TagRule): ScriptDiagnostic[] {
  if (rule.argument === null) return [];
  if (argument !== null) return checkValue(`The ${argumentName(rule.argument)}`, argument, rule.argument);
  if (!rule.isArgumentRequired) return [];
  const example = argumentExamples[rule.argument];
  return [
    {
      code: 'bad-value',
      severity: 'error',
      message: `[${name}] needs ${describeValue(rule.argument)}; without it, nothing is heard of it.`,
      ...rangeOf(nameRange),
      ...(example === undefined
        ? {}
        : {
            fix: {
              kind: 'insert',
              offset: nameRange.endOffset,
              text: ` ${example}`,
              title: `Write [${name} ${example}]`,
            },
          }),
    },
  ];
}

const argumentExamples: Partial<Record<ValueKind, string>> = { duration: '500ms' };

function argumentName(kind: ValueKind): string {
  return kind === 'duration' ? 'time' : kind;
}

function checkAttributes(tag: string, attributes: readonly Attribute[], rule: TagRule): ScriptDiagnostic[] {
  return attributes.flatMap((attribute, index) => {
    const kind = Object.hasOwn(rule.attributes, attribute.name) ? rule.attributes[attribute.name] : undefined;
    if (kind === undefined) return [unknownAttribute(tag, attribute, missingAttributes(attributes, rule))];
    if (attributes.findIndex(({ name }) => name === attribute.name) < index) return [repeated(attribute)];
    if (attribute.value === null || attribute.value.text === '') return [withoutValue(attribute, kind)];
    return attribute.name === 'arpabet' && arpabetToIpa(attribute.value.text) === null
      ? [noArpabet(attribute.value)]
      : checkValue(attribute.name, attribute.value, kind);
  });
}

/** One that is written already would count once only. */
function missingAttributes(attributes: readonly Attribute[], rule: TagRule): readonly string[] {
  return Object.keys(rule.attributes).filter((known) => attributes.every(({ name }) => name !== known));
}

function noArpabet(value: AttributeValue): ScriptDiagnostic {
  return {
    code: 'bad-value',
    severity: 'error',
    message: `"${value.text}" is no ARPAbet, and nothing is heard of it; its sounds stand apart, as in "HH AH0 L OW1".`,
    ...rangeOf(value),
  };
}

function unknownAttribute(tag: string, attribute: Attribute, proposed: readonly string[]): ScriptDiagnostic {
  const { names, question } = didYouMean(attribute.name, proposed);
  return {
    code: 'unknown-attribute',
    severity: 'warning',
    message: `${tag} has no attribute "${attribute.name}", and nothing is heard of it.${question}`,
    ...rangeOf(attribute),
    fix:
      names.length > 0
        ? { kind: 'replace', range: attribute.nameRange, texts: names }
        : { kind: 'remove', range: rangeOf(attribute) },
  };
}

function repeated(attribute: Attribute): ScriptDiagnostic {
  return {
    code: 'duplicate-key',
    severity: 'warning',
    message: `"${attribute.name}" stands in this tag twice; only the first is heard.`,
    ...rangeOf(attribute),
    fix: { kind: 'remove', range: rangeOf(attribute) },
  };
}

function withoutValue(attribute: Attribute, kind: ValueKind): ScriptDiagnostic {
  return {
    code: 'bad-value',
    severity: 'error',
    message: `"${attribute.name}" has no value, and nothing is heard of it; it is ${describeValue(kind)}.`,
    ...rangeOf(attribute),
    fix: { kind: 'remove', range: rangeOf(attribute) },
  };
}

function checkValue(subject: string, value: AttributeValue, kind: ValueKind): ScriptDiagnostic[] {
  if (isValueOf(kind, value.text)) return [];
  const { names, question } = suggestValues(value.text, kind);
  return [
    {
      code: 'bad-value',
      severity: 'error',
      message: `${capitalized(subject)} cannot be "${value.text}", and nothing is heard of it; it is ${describeValue(kind)}.${question}`,
      ...rangeOf(value),
      ...(names.length === 0 ? {} : { fix: { kind: 'replace', range: rangeOf(value), texts: names } }),
    },
  ];
}

/** Numbers may lack their unit or their sign; words may be nearly one. */
function suggestValues(text: string, kind: ValueKind): Suggestion {
  const written = text.trim();
  const withUnit = ['ms', 's', 'st', 'dB']
    .map((unit) => written + unit)
    .filter((candidate) => isValueOf(kind, candidate));
  if (withUnit.length === 0) return didYouMean(text, valueNames(kind));
  return { names: withUnit, question: ` Did you mean ${withUnit.join(' or ')}?` };
}

function checkJunk(tag: string, junk: readonly TextRange[], text: string): ScriptDiagnostic[] {
  return junk.map((range) => ({
    code: 'bad-value',
    severity: 'error',
    message: `"${text.slice(range.startOffset, range.endOffset)}" means nothing in ${tag}, and nothing is heard of it.`,
    ...rangeOf(range),
    fix: { kind: 'remove', range: rangeOf(range) },
  }));
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function rangeOf({ startOffset, endOffset }: TextRange): TextRange {
  return { startOffset, endOffset };
}
