import type { Catalog, CatalogFile, CatalogModel } from '../../../server/src/models/catalog.ts';
import { sha256 } from './testTransfer.ts';

export function toyFile(path: string, content: Uint8Array, ...sources: readonly string[]): CatalogFile {
  return { path, bytes: content.length, sha256: sha256(content), sources };
}

export function toyModel(files: readonly CatalogFile[], overrides: Partial<CatalogModel> = {}): CatalogModel {
  return {
    id: 'toy',
    title: 'Toy',
    license: 'MIT',
    requiresConsent: false,
    isDefault: false,
    languages: ['en'],
    capabilities: ['recognition'],
    files,
    ...overrides,
  };
}

export function toyCatalog(files: readonly CatalogFile[], overrides: Partial<CatalogModel> = {}): Catalog {
  return { models: [toyModel(files, overrides)] };
}
