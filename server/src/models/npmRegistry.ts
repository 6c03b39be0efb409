import { mirrorOf } from './mirror.ts';
import { httpGet } from './network.ts';
import { readNpmTarball, type NpmPackage, type NpmTarball } from './npmTarball.ts';
import type { Environment } from './proxy.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';

/**
 * Asks the registry that `npm_config_registry` names, for a machine without an npm client.
 *
 * @throws SourceFailure `noRegistry` where it names none, `network`, `refused`; SpeechError downloadFailed where what it
 *         names is no address
 */
export async function askNpmRegistry(wanted: NpmPackage, transfer: Transfer): Promise<NpmTarball> {
  const { packageName, version } = wanted;
  const url = new URL(`${registryOf(transfer.environment)}/${packageName.replace('/', '%2F')}/${version}`);
  const { status, body, discard } = await httpGet({ url, headers: { accept: 'application/json' } }, transfer);
  try {
    if (status !== 200) throw new SourceFailure('refused', `${url.host} answered ${status}.`);
    const answer = await readJson(body);
    if (typeof answer !== 'object' || answer === null || !('dist' in answer)) {
      throw new SourceFailure('refused', `${url.host} is no registry of npm packages.`);
    }
    return readNpmTarball(wanted, answer.dist);
  } finally {
    discard();
  }
}

function registryOf(environment: Environment): string {
  // npm takes either; `npm run` sets the lower one.
  for (const variable of ['npm_config_registry', 'NPM_CONFIG_REGISTRY']) {
    const named = mirrorOf(variable, environment, 'https://registry.example.org');
    if (named !== null) return named;
  }
  throw new SourceFailure(
    'noRegistry',
    'No npm client runs here, and npm_config_registry names no registry.',
  );
}

/** Null where it is none, or longer than any manifest. */
async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > longestManifest) return null;
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}

const longestManifest = 4_000_000;
