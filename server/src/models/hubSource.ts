import { download } from './download.ts';
import { mirrorOf } from './mirror.ts';
import type { Environment } from './proxy.ts';
import type { OnFraction, ReceivedFile, WantedFile } from './receivedFile.ts';
import type { HubSource } from './sources.ts';
import type { Transfer } from './transfer.ts';

/**
 * Fetches one file from Hugging Face or ModelScope over HTTPS. Where the file's hash is not known beforehand, the
 * one that the hub states is verified, or else the one received is taken, and the user is told which.
 */
export async function fetchFromHub(
  source: HubSource,
  { wanted, onFraction }: { readonly wanted: WantedFile; readonly onFraction: OnFraction },
  transfer: Transfer,
): Promise<ReceivedFile> {
  const { sha256 } = wanted;
  const got = await download(
    {
      url: hubFileUrl(source, transfer.environment),
      partPath: wanted.partPath,
      expectedBytes: sha256 === null ? null : wanted.bytes,
      expectedHash: sha256 === null ? null : { algorithm: 'sha256', hex: sha256 },
      onReceived: (receivedBytes, totalBytes) => {
        onFraction(receivedBytes / Math.max(totalBytes ?? wanted.bytes, receivedBytes));
      },
    },
    transfer,
  );
  if (sha256 === null) {
    const origin = got.isVerified
      ? 'stated by the hub and met'
      : 'of the bytes received, as the hub states none';
    transfer.onNote(
      `The catalogue has no checksum for '${wanted.path}'; from now on sha256 ${got.hex} counts (${origin}).`,
    );
  }
  return { path: wanted.path, partPath: wanted.partPath, sha256: got.hex };
}

/**
 * HF_ENDPOINT and MODELSCOPE_ENDPOINT name mirrors.
 *
 * @throws SpeechError downloadFailed where one of them is no address
 */
export function hubFileUrl({ kind, repository, revision, path }: HubSource, environment: Environment): URL {
  const base =
    kind === 'hf'
      ? baseOf('HF_ENDPOINT', environment, 'https://huggingface.co')
      : `${baseOf('MODELSCOPE_ENDPOINT', environment, 'https://modelscope.cn')}/models`;
  const encodedPath = path.split('/').map(encodeURIComponent).join('/');
  return new URL(`${base}/${repository}/resolve/${encodeURIComponent(revision)}/${encodedPath}`);
}

function baseOf(variable: string, environment: Environment, official: string): string {
  return mirrorOf(variable, environment, official) ?? official;
}
