import catalogData from '../../../models/catalog.json' with { type: 'json' };
import { SpeechError } from '../../../protocol/errors.ts';
import type { ModelCapability } from '../../../protocol/models.ts';
import { nearestNames } from '../text/nearestNames.ts';

/** All models on offer. The data and the meaning of its fields: models/catalog.json and its schema. */
export interface Catalog {
  readonly models: readonly CatalogModel[];
}

export interface CatalogModel {
  readonly id: string;
  readonly title: string;
  readonly license: string;
  /** Where the license asks to be told of. */
  readonly attribution?: string;
  /** What else it takes or is needed for: a sentence or two. */
  readonly needs?: string;
  readonly requiresConsent: boolean;
  readonly isDefault: boolean;
  readonly languages: readonly string[];
  readonly capabilities: readonly ModelCapability[];
  readonly files: readonly CatalogFile[];
}

export interface CatalogFile {
  readonly path: string;
  /** Exact where `sha256` is given, rounded otherwise. */
  readonly bytes: number;
  readonly sha256: string | null;
  /** See sources.ts. */
  readonly sources: readonly string[];
}

/** Its shape is proven against the schema by a test. */
export const builtInCatalog = catalogData as Catalog;

/** @throws SpeechError `unknownModel`, naming the nearest ids */
export function findModel(catalog: Catalog, id: string): CatalogModel {
  const model = catalog.models.find((candidate) => candidate.id === id);
  if (model !== undefined) {
    return model;
  }
  const ids = catalog.models.map((candidate) => candidate.id);
  const near = nearestNames(id, ids);
  throw new SpeechError('unknownModel', {
    message: `There is no model named '${id}'.`,
    hint:
      near.length > 0
        ? `Did you mean ${near.map((name) => `'${name}'`).join(' or ')}?`
        : `Known models: ${ids.join(', ')}.`,
  });
}

export function totalBytes(files: readonly CatalogFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
