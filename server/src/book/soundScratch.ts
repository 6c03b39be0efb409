import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { partPath } from '../audioFiles/soundParts.ts';
import { toWriteError } from '../audioFiles/toWriteError.ts';
import { writeFully } from '../system/writeFully.ts';

/** Sound that is kept in a file for a while, as floats, because it is read more than once and may be hours long. */
export interface SoundScratch extends AsyncDisposable {
  /** @throws SpeechError diskFull, fileUnwritable */
  write(samples: Float32Array): Promise<void>;
  /** All of it, from its start. */
  read(): AsyncGenerator<Float32Array, void, undefined>;
}

const blockSamples = 65_536;

/** What parts are called that are removed where a process leaves them, and become no file of a book. */
export const scratchName = '.aloud';

/**
 * @param folder  on the disk where what becomes of the sound is written
 * @throws SpeechError diskFull, fileUnwritable, as `write`
 */
export async function openSoundScratch(folder: string): Promise<SoundScratch> {
  const file = partPath(path.join(folder, scratchName));
  const handle = await open(file, 'wx+', 0o600).catch(refuse(folder));
  // What has no name is gone with the process, however that ends; where a system keeps it, it goes at the end.
  await rm(file, { force: true }).catch(() => undefined);
  let writtenBytes = 0;
  return {
    async write(samples) {
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      await writeFully(handle, bytes, writtenBytes).catch(refuse(folder));
      writtenBytes += bytes.length;
    },
    async *read() {
      for (let at = 0; at < writtenBytes; at += 4 * blockSamples) {
        const block = new Float32Array(Math.min(blockSamples, (writtenBytes - at) / 4));
        await handle.read(Buffer.from(block.buffer), 0, block.byteLength, at);
        yield block;
      }
    },
    async [Symbol.asyncDispose]() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

function refuse(folder: string): (cause: unknown) => never {
  return (cause) => {
    throw toWriteError(folder, cause);
  };
}
