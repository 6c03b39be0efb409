import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { cosyVoiceToyFolder } from './cosyVoiceToy.ts';

/** Of the language model's attention, which the checkpoint does not say. */
export const toyHeadWidth = 16;

/** The tiny checkpoints in a folder of their own, as an installed model. */
export async function installCosyVoiceToy(folder: string): Promise<InstalledModel> {
  await mkdir(folder, { recursive: true });
  for (const file of ['llm.pt', 'flow.pt', 'hift.pt'])
    await copyFile(path.join(cosyVoiceToyFolder, file), path.join(folder, file));
  return {
    id: 'toy',
    folder,
    path: (name) => path.join(folder, name),
    sha256: (name) => Buffer.from(name).toString('hex'),
  };
}
