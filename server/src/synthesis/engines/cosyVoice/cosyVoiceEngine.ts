import { stat } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import { readMachineMemory, requireMemory, type MachineMemory } from '../../../inference/machineMemory.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import { cosyVoiceFiles } from './checkpointRecipes.ts';
import {
  flowMemoryLimit,
  openCosyVoiceModel,
  prepareCosyVoiceModel,
  type CosyVoiceModelOptions,
} from './cosyVoiceModel.ts';
import { createCosyVoiceSynthesizer, type CosyVoiceOptions } from './cosyVoiceSynthesizer.ts';
import { createSpecialTokens } from './text/specialTokens.ts';
import { readTextTokenizer } from './text/textTokenizer.ts';

export interface CosyVoiceEngineOptions
  extends Pick<CosyVoiceOptions, 'openVoice'>, Pick<CosyVoiceModelOptions, 'session' | 'onNote'> {
  /** Absent: as the system tells it. */
  readonly readMemory?: () => Promise<MachineMemory>;
}

/** CosyVoice 3, as its model of the catalogue. */
export const cosyVoiceEngine = {
  /** Catalog id. */
  model: 'fun-cosyvoice3-0.5b',

  /**
   * Loads it.
   *
   * @throws SpeechError outOfMemory, before anything is loaded; modelIncompatible, and as `openCosyVoiceModel`
   */
  async open(
    model: InstalledModel,
    options: CosyVoiceEngineOptions,
    signal: AbortSignal,
  ): Promise<Synthesizer> {
    const { openVoice, readMemory = readMachineMemory, ...opening } = options;
    requireMemory(
      {
        name: 'CosyVoice',
        bytes: await neededBytes(model, options.session.provider),
        otherwise: 'The voices of Kokoro need a fraction of it: `aloud voices` lists them.',
      },
      await readMemory(),
    );
    const encode = await readTextTokenizer(
      {
        vocabularyPath: model.path(cosyVoiceFiles.vocabulary),
        mergesPath: model.path(cosyVoiceFiles.merges),
      },
      3,
    );
    const parts = await openCosyVoiceModel(model, opening, signal);
    try {
      if (parts.textTokenCount !== undefined) assertVocabulary(parts.textTokenCount);
    } catch (error) {
      await parts.dispose();
      throw error;
    }
    return createCosyVoiceSynthesizer({ model: model.id, parts, encode, openVoice });
  },

  /** Makes what a processor loads: graphs, and weights in 8 bits. @throws SpeechError as `openCosyVoiceModel` */
  prepare(model: InstalledModel, onNote: (note: string) => void, signal: AbortSignal): Promise<void> {
    return prepareCosyVoiceModel(model, onNote, signal);
  },
};

/** About what it takes at most, told by the size of its checkpoints; measured with random weights of the published size. */
async function neededBytes(model: InstalledModel, provider: ExecutionProvider): Promise<number> {
  const { languageModel, flow } = cosyVoiceFiles;
  const sizes = await Promise.all(
    [languageModel, flow].map(async (file) => (await stat(model.path(file))).size),
  );
  const weightBytes = sizes.reduce((sum, size) => sum + size, 0);
  return workingBytes + flowMemoryLimit() + weightBytes * (provider === 'cpu' ? 0.5 : 1);
}

/** The program, the vocoder, and what an utterance takes. */
const workingBytes = 500_000_000;

function assertVocabulary(textTokenCount: number): void {
  const needed = 1 + Math.max(...createSpecialTokens(3).values());
  if (textTokenCount >= needed) return;
  throw new SpeechError('modelIncompatible', {
    message: `The language model knows ${textTokenCount} text tokens; those of CosyVoice 3 are ${needed}.`,
    hint: 'Take all files of the model from one place.',
  });
}
