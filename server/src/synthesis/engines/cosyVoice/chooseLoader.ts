import { access } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { cosyVoiceFiles } from './checkpointRecipes.ts';
import {
  flowMemoryLimit,
  openCosyVoiceModel,
  type CosyVoiceModel,
  type CosyVoiceModelOptions,
} from './cosyVoiceModel.ts';
import { listGraphFiles } from './graphSet/findGraphs.ts';
import { openGraphSet } from './graphSet/openGraphSet.ts';

/** How one form of CosyVoice 3 is opened. */
export interface CosyVoiceLoader {
  readonly open: (
    model: InstalledModel,
    options: CosyVoiceModelOptions,
    signal: AbortSignal,
  ) => Promise<CosyVoiceModel>;
  /** Of the text tokenizer, among the model's files. */
  readonly vocabulary: string;
  readonly merges: string;
  /** Files with what takes the memory. */
  readonly weightFiles: (model: InstalledModel) => Promise<readonly string[]>;
  /** How large they are when they are loaded: this often their size, and so many bytes. */
  readonly growth: (provider: ExecutionProvider) => readonly [factor: number, bytes: number];
}

/** By the model's files: the published checkpoints, or what somebody made graphs of. */
export async function chooseLoader(model: InstalledModel): Promise<CosyVoiceLoader> {
  const checkpoint = path.join(model.folder, cosyVoiceFiles.languageModel);
  const isPublished = await access(checkpoint).then(
    () => true,
    () => false,
  );
  return isPublished ? checkpoints : graphs;
}

const checkpoints: CosyVoiceLoader = {
  open: openCosyVoiceModel,
  vocabulary: cosyVoiceFiles.vocabulary,
  merges: cosyVoiceFiles.merges,
  weightFiles: () => Promise.resolve([cosyVoiceFiles.languageModel, cosyVoiceFiles.flow]),
  // Random weights of the published size took 1.4 GB on the processor, all but what the flow remembers; on a graphics
  // card it was not measured.
  growth: (provider) => [provider === 'cpu' ? 0.35 : 1, flowMemoryLimit()],
};

const graphs: CosyVoiceLoader = {
  open: openGraphSet,
  vocabulary: 'vocab.json',
  merges: 'merges.txt',
  weightFiles: listGraphFiles,
  // Those in 16 bits are widened.
  growth: () => [2, 0],
};
