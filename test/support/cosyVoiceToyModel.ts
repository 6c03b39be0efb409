import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { cosyVoiceToyFolder } from './cosyVoiceToy.ts';

/** Of the toy's language model, as Qwen2 writes it: four heads of 16. */
export const toyConfig = { hidden_size: 64, num_attention_heads: 4 };

/** The tiny checkpoints in a folder of their own, as an installed model. */
export async function installCosyVoiceToy(folder: string): Promise<InstalledModel> {
  await mkdir(path.join(folder, 'CosyVoice-BlankEN'), { recursive: true });
  await copyFile(path.join(cosyVoiceToyFolder, 'llm.pt'), path.join(folder, 'llm.rl.pt'));
  for (const file of ['flow.pt', 'hift.pt'])
    await copyFile(path.join(cosyVoiceToyFolder, file), path.join(folder, file));
  await writeFile(path.join(folder, 'CosyVoice-BlankEN/config.json'), JSON.stringify(toyConfig));
  return {
    id: 'toy',
    folder,
    path: (name) => path.join(folder, name),
    sha256: (name) => Buffer.from(name).toString('hex'),
  };
}
