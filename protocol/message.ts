import type { z } from 'zod';
import type { SpeechErrorCode } from './errors.ts';

/** A message that is answered. Every request can be cancelled by `$/cancelRequest` and by closing the connection. */
export interface RequestDefinition<
  Params extends z.ZodObject = z.ZodObject,
  Result extends z.ZodObject = z.ZodObject,
> {
  readonly kind: 'request';
  readonly method: string;
  /** Who sends it, when, and what happens. */
  readonly summary: string;
  readonly params: Params;
  readonly result: Result;
  /** What it may be answered with besides the result, other than what every request may be. */
  readonly errors: readonly SpeechErrorCode[];
  readonly example: { readonly params: z.input<Params>; readonly result: z.input<Result> };
}

/** A message without an answer. */
export interface NotificationDefinition<Params extends z.ZodObject = z.ZodObject> {
  readonly kind: 'notification';
  readonly method: string;
  readonly summary: string;
  readonly params: Params;
  readonly example: { readonly params: z.input<Params> };
}

export type MessageDefinition = RequestDefinition | NotificationDefinition;

export function defineRequest<Params extends z.ZodObject, Result extends z.ZodObject>(
  definition: Omit<RequestDefinition<Params, Result>, 'kind'>,
): RequestDefinition<Params, Result> {
  return { kind: 'request', ...definition };
}

export function defineNotification<Params extends z.ZodObject>(
  definition: Omit<NotificationDefinition<Params>, 'kind'>,
): NotificationDefinition<Params> {
  return { kind: 'notification', ...definition };
}

/** What a schema describes, as a value that nobody changes. */
export type Infer<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
