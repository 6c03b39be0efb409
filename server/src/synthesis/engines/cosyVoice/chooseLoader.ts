import { access } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { cosyVoiceFiles } from './checkpointRecipes.ts';
import { openCosyVoiceModel, type CosyVoiceModel, type CosyVoiceModelOptions } from './cosyVoiceModel.ts';
import { openGraphSet } from './graphSet/openGraphSet.ts';

export type CosyVoiceLoader = (
  model: InstalledModel,
  options: CosyVoiceModelOptions,
  signal: AbortSignal,
) => Promise<CosyVoiceModel>;

/** How a model is opened, by its files: the published checkpoints, or what somebody made graphs of. */
export async function chooseLoader(model: InstalledModel): Promise<CosyVoiceLoader> {
  const checkpoint = path.join(model.folder, cosyVoiceFiles.languageModel);
  const isPublished = await access(checkpoint).then(
    () => true,
    () => false,
  );
  return isPublished ? openCosyVoiceModel : openGraphSet;
}
