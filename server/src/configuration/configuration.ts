import { z } from 'zod';
import type { Infer } from '../../../protocol/message.ts';

const keepAliveSchema = z
  .union([z.number().min(0).max(1_000_000), z.literal('forever')])
  .describe('Minutes that an unused model stays in memory; 0 frees it at once.');

/** What a user can set of the speech service, in `daemon.json`; every field may be absent. */
export const configurationSchema = z.strictObject({
  keepAliveMinutes: keepAliveSchema.exactOptional(),
  models: z
    .record(z.string(), z.strictObject({ keepAliveMinutes: keepAliveSchema }))
    .exactOptional()
    .describe('The same for single models, by id.'),
  idleMinutes: z
    .number()
    .min(0.1)
    .max(1_000_000)
    .exactOptional()
    .describe('Minutes without a client after which the service ends.'),
  http: z
    .strictObject({
      port: z.int().min(0).max(65_535).describe('0 takes any free one.'),
      key: z.string().min(16).max(256).describe('What clients show as their API key.'),
      allowedOrigins: z
        .array(z.string().max(256))
        .max(100)
        .exactOptional()
        .describe('Web pages that may ask, by origin, such as `http://localhost:3000`; absent: none.'),
    })
    .exactOptional()
    .describe('The HTTP adapter on 127.0.0.1; absent: off.'),
});

export type Configuration = Infer<typeof configurationSchema>;

export const defaultKeepAliveMinutes = 5;

/** @returns how long a model without a user stays, in milliseconds; Infinity forever */
export function keepAliveMs(configuration: Configuration, model: string): number {
  const minutes =
    configuration.models?.[model]?.keepAliveMinutes ??
    configuration.keepAliveMinutes ??
    defaultKeepAliveMinutes;
  return minutes === 'forever' ? Infinity : minutes * 60_000;
}
