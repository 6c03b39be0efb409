import { stat } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import { readMachineMemory, requireMemory, type MachineMemory } from '../../../inference/machineMemory.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import { chooseLoader, type CosyVoiceLoader } from './chooseLoader.ts';
import { prepareCosyVoiceModel, type CosyVoiceModelOptions } from './cosyVoiceModel.ts';
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
  /** Catalog id of the same as graphs that others made, which serve where the model is not installed. */
  graphsModel: 'cosyvoice3-graphs',

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
    const loader = await chooseLoader(model);
    requireMemory(
      {
        name: 'CosyVoice',
        bytes: await neededBytes(model, loader, options.session.provider),
        otherwise: 'The voices of Kokoro need a fraction of it: `aloud voices` lists them.',
      },
      await readMemory(),
    );
    const encode = await readTextTokenizer(
      {
        vocabularyPath: model.path(loader.vocabulary),
        mergesPath: model.path(loader.merges),
      },
      3,
    );
    const parts = await loader.open(model, opening, signal);
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

/** About what it takes at most, told by the size of its files. */
async function neededBytes(
  model: InstalledModel,
  { weightFiles, growth }: CosyVoiceLoader,
  provider: ExecutionProvider,
): Promise<number> {
  const files = await weightFiles(model);
  const sizes = await Promise.all(files.map(async (file) => (await stat(model.path(file))).size));
  const [factor, bytes] = growth(provider);
  return workingBytes + bytes + factor * sizes.reduce((sum, size) => sum + size, 0);
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
