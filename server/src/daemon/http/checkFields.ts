import type { z } from 'zod';
import { describeWrongValue } from '../../../../protocol/wrongValue.ts';
import { HttpRefusal } from './httpRefusal.ts';

/**
 * The fields of a request, checked.
 *
 * @throws HttpRefusal 400 that names the first field that is wrong
 */
export function checkFields<Schema extends z.ZodObject>(schema: Schema, fields: unknown): z.output<Schema> {
  const parsed = schema.safeParse(fields, { error: describeWrongValue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.map(String).join('.') ?? '';
  const reason = (issue?.message ?? 'it does not fit').replace(/\.$/, '');
  throw new HttpRefusal(400, {
    code: 'invalidInput',
    message: param === '' ? `The body is wrong: ${reason}.` : `The field "${param}" is wrong: ${reason}.`,
    hint: 'docs/http.md lists the fields.',
    ...(param !== '' && { param }),
  });
}

/** Names that an answer may repeat in a header: those of fields that were sent and do nothing here. */
export function ignoredFields(sent: Iterable<string>, isKnown: (name: string) => boolean): readonly string[] {
  return [...sent].filter((name) => !isKnown(name) && /^[\w.[\]-]{1,64}$/.test(name)).slice(0, 32);
}

export const ignoredHeader = 'x-aloud-ignored';
