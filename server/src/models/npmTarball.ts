import type { ExpectedHash } from './download.ts';
import { SourceFailure } from './sourceFailure.ts';
import { parseWebAddress } from './webAddress.ts';

export interface NpmPackage {
  readonly packageName: string;
  readonly version: string;
}

/** A package's archive in a registry. */
export interface NpmTarball {
  readonly url: URL;
  readonly integrity: ExpectedHash;
}

/**
 * @param dist  what a registry says of the archive of one version
 * @throws SourceFailure `refused` where it names no archive or no hash
 */
export function readNpmTarball({ packageName, version }: NpmPackage, dist: unknown): NpmTarball {
  const url = parseWebAddress(textAt(dist, 'tarball') ?? '');
  const integrity = parseIntegrity(textAt(dist, 'integrity'), textAt(dist, 'shasum'));
  if (url === null || integrity === null) {
    throw new SourceFailure('refused', `npm knows no archive of ${packageName}@${version}.`);
  }
  return { url, integrity };
}

export function textAt(value: unknown, key: string): string | undefined {
  const found =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

/** Subresource integrity, the strongest hash first; registries of old packages only have a sha1. */
function parseIntegrity(integrity: string | undefined, shasum: string | undefined): ExpectedHash | null {
  for (const algorithm of ['sha512', 'sha256'] as const) {
    const base64 = new RegExp(`(?:^|\\s)${algorithm}-([A-Za-z0-9+/=]+)`, 'u').exec(integrity ?? '')?.[1];
    if (base64 !== undefined) {
      return { algorithm, hex: Buffer.from(base64, 'base64').toString('hex') };
    }
  }
  return shasum === undefined ? null : { algorithm: 'sha1', hex: shasum.toLowerCase() };
}
