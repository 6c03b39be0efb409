import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { create } from 'tar';

/** A registry of packages, which is not reached before it is told to listen. */
export interface PackageRegistry extends AsyncDisposable {
  /** For npm, as `npm_config_registry`. */
  readonly url: string;
  listen(): Promise<void>;
}

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** What is published, by the path inside the package. */
  readonly files: Readonly<Record<string, string>>;
}

export async function createPackageRegistry(packages: readonly PublishedPackage[]): Promise<PackageRegistry> {
  const archives = new Map<string, Buffer>();
  for (const published of packages) archives.set(published.name, await pack(published));
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? '').slice(1);
    const archive = archives.get(asked.replace(/\.tgz$/u, ''));
    const published = packages.find(({ name }) => name === asked);
    if (archive === undefined) {
      response.writeHead(404).end();
    } else if (published === undefined) {
      response.writeHead(200, { 'content-length': archive.length }).end(archive);
    } else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(describePackage(published, archive, url)));
    }
  });
  const listenAt = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        resolve();
      });
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  await listenAt(0);
  const { port } = server.address() as AddressInfo;
  await close();
  const url = `http://127.0.0.1:${port}/`;
  return { url, listen: () => listenAt(port), [Symbol.asyncDispose]: close };
}

/** As npm's client reads it. */
function describePackage({ name, version }: PublishedPackage, archive: Buffer, url: string): object {
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  const dist = { tarball: `${url}${encodeURIComponent(name)}.tgz`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } };
}

async function pack({ files }: PublishedPackage): Promise<Buffer> {
  const folder = mkdtempSync('/tmp/aloud-package-');
  try {
    const entries = Object.entries(files).map(([inside, file]) => {
      const entry = path.join('package', inside);
      mkdirSync(path.join(folder, path.dirname(entry)), { recursive: true });
      copyFileSync(file, path.join(folder, entry));
      return entry;
    });
    const archive = path.join(folder, 'archive.tgz');
    // Weights hardly get smaller.
    await create({ file: archive, cwd: folder, gzip: { level: 0 }, portable: true }, entries);
    return readFileSync(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
