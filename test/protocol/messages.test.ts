import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { connectionOpen } from '../../protocol/connection.ts';
import type { MessageDefinition } from '../../protocol/message.ts';
import { messagesByFeature } from '../../protocol/messages.ts';
import { wireErrorNumbers } from '../../protocol/wireErrors.ts';
import { createProtocolReference, withReference } from '../../scripts/support/protocolReference.mjs';

const definitions: readonly MessageDefinition[] = Object.values(messagesByFeature).flat();
const page = path.resolve(import.meta.dirname, '../../docs/protocol.md');

describe.each(definitions.map((definition) => [definition.method, definition] as const))(
  '%s',
  (_method, definition) => {
    it('has an example that fits', () => {
      expect(definition.params.parse(definition.example.params)).toEqual(definition.example.params);
      if (definition.kind === 'request') {
        expect(definition.result.parse(definition.example.result)).toEqual(definition.example.result);
      }
    });

    it('refuses what it does not know; only the first message ignores it', () => {
      const isFirst = definition === connectionOpen;
      expect(definition.params.safeParse({ ...definition.example.params, surprise: 1 }).success).toBe(
        isFirst,
      );
    });

    it.each(Object.keys(definition.params.shape))('refuses another type for %s', (field) => {
      const wrong = { ...definition.example.params, [field]: [null] };
      expect(definition.params.safeParse(wrong).success).toBe(false);
    });
  },
);

it('has each method once', () => {
  const methods = definitions.map(({ method }) => method);
  expect(new Set(methods).size).toBe(methods.length);
  for (const method of methods) expect(method).toMatch(/^speech\/[a-z][A-Za-z]+$/);
});

it('has error numbers of its own, outside the ranges of JSON-RPC and LSP', () => {
  const numbers = Object.values(wireErrorNumbers);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toBeGreaterThan(0);
});

it('is described in docs/protocol.md as it is (npm run generate writes that part)', async () => {
  const written = readFileSync(page, 'utf8');
  const reference = createProtocolReference(messagesByFeature, wireErrorNumbers);
  const options = { ...(await resolveConfig(page)), parser: 'markdown' };
  expect(written).toBe(await format(withReference(written, reference), options));
});
