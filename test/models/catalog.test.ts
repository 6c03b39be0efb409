import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { modelCapabilities } from '../../protocol/models.ts';
import { builtInCatalog, findModel, totalBytes, type CatalogModel } from '../../server/src/models/catalog.ts';
import { parseSource } from '../../server/src/models/sources.ts';

interface Schema {
  readonly $defs: {
    readonly model: { readonly properties: { readonly capabilities: { readonly items: object } } };
  };
}
const schema = JSON.parse(
  readFileSync(new URL('../../models/catalog.schema.json', import.meta.url), 'utf8'),
) as Schema;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

test('the catalogue follows its schema', () => {
  validate(builtInCatalog);
  expect(validate.errors).toBeNull();
});

test.each([
  [
    'a file that leaves its folder',
    { files: [{ path: '../x', bytes: 1, sha256: null, sources: ['file:/x'] }] },
  ],
  [
    'an unknown kind of source',
    { files: [{ path: 'x', bytes: 1, sha256: null, sources: ['ftp://host/x'] }] },
  ],
  ['a checksum that is none', { files: [{ path: 'x', bytes: 1, sha256: 'abc', sources: ['file:/x'] }] }],
  ['an unknown capability', { capabilities: ['singing'] }],
  ['an unknown field', { licence: 'MIT' }],
])('the schema refuses %s', (_name, change) => {
  const model = builtInCatalog.models[0];
  expect(validate({ models: [model] })).toBe(true);
  expect(validate({ models: [{ ...model, ...change }] })).toBe(false);
});

test('the schema knows the capabilities of the protocol', () => {
  expect(schema.$defs.model.properties.capabilities.items).toEqual({ enum: [...modelCapabilities] });
});

test('ids and paths are unique, and every source can be read', () => {
  const ids = builtInCatalog.models.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { files } of builtInCatalog.models) {
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(files.flatMap(({ sources }) => sources.map(parseSource))).not.toHaveLength(0);
  }
});

test('the defaults speak and hear, come from npm with checksums, and need no consent', () => {
  const defaults = builtInCatalog.models.filter(({ isDefault }) => isDefault);
  expect(defaults.map(({ id }) => id)).toEqual(['moonshine-tiny', 'kokoro-82m', 'silero-vad']);
  for (const { files, requiresConsent } of defaults) {
    expect(requiresConsent).toBe(false);
    expect(files.every(({ sha256, sources }) => sha256 !== null && sources[0]?.startsWith('npm:'))).toBe(
      true,
    );
  }
});

test('the first model for dictation stays under 30 MB', () => {
  expect(totalBytes(findModel(builtInCatalog, 'moonshine-tiny').files)).toBeLessThan(30e6);
});

test('Kokoro has its 54 voices of 510 rows of 256 float32', () => {
  const voices = findModel(builtInCatalog, 'kokoro-82m').files.filter(({ path }) =>
    path.startsWith('voices/'),
  );
  expect(voices).toHaveLength(54);
  expect(voices.every(({ bytes }) => bytes === 510 * 256 * 4)).toBe(true);
});

test('what is licensed under the GPL is fetched only with consent, and never by default', () => {
  const isGpl = ({ license }: CatalogModel): boolean => license.startsWith('GPL');
  expect(builtInCatalog.models.filter(isGpl).map(({ id }) => id)).toEqual(['espeak-ng']);
  expect(builtInCatalog.models.filter(isGpl).every((m) => m.requiresConsent && !m.isDefault)).toBe(true);
});

test.each([
  ['kokro', "Did you mean 'kokoro-82m'?"],
  ['tiny', "Did you mean 'moonshine-tiny' or 'whisper-tiny'?"],
  ['qqqqqqqqqq', 'Known models: moonshine-tiny, '],
])('the unknown model %s is answered with %s', (id, hint) => {
  expect(() => findModel(builtInCatalog, id)).toThrow(
    expect.objectContaining({ code: 'unknownModel', hint: expect.stringContaining(hint) as string }),
  );
});

test('models under the FunASR license say who made them', () => {
  const models = builtInCatalog.models.filter(({ license }) => license.startsWith('FunASR'));
  expect(models.map(({ attribution }) => attribution?.includes('FunASR team'))).toEqual([true, true, true]);
});
