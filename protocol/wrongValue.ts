import type { z } from 'zod';

/**
 * What is wrong with a value, as the end of a sentence: for `safeParse(value, { error: describeWrongValue })`. What a
 * schema says itself of a value goes before it.
 */
export const describeWrongValue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'it is missing'
        : `it is ${kinds[issue.expected] ?? 'of another type'}`;
    case 'invalid_value':
      return `it is none of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `it ${isNumber(issue.origin) ? 'is' : 'has'} less than ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `it ${isNumber(issue.origin) ? 'is' : 'has'} more than ${issue.maximum}${unitOf(issue.origin)}`;
    case 'unrecognized_keys':
      return `nothing is known of ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_format':
      return 'it does not look as it should';
    case 'invalid_union':
      return issue.input === undefined ? 'it is missing' : 'it has none of the forms it may have';
    default:
      return undefined;
  }
};

const kinds: Readonly<Record<string, string>> = {
  string: 'no text',
  number: 'no number',
  int: 'no whole number',
  boolean: 'neither true nor false',
  array: 'no list',
  object: 'no object',
  record: 'no object',
};

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
