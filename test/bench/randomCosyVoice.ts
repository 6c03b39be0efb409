import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { cosyVoiceFiles } from '../../server/src/synthesis/engines/cosyVoice/checkpointRecipes.ts';
import type { FlowVoice } from '../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { randomWeights } from '../support/randomWeights.ts';
import { openCosyVoiceFixture } from './cosyVoiceFixture.ts';

/** CosyVoice 3 of full size with random weights, as if it were installed. @param cacheFolder  outside the project */
export async function installRandomCosyVoice(
  cacheFolder: string,
  note: (line: string) => void,
): Promise<InstalledModel> {
  const folder = await openCosyVoiceFixture(path.join(cacheFolder, 'bench'), note);
  const { languageModel } = cosyVoiceFiles;
  return {
    id: 'cosyvoice-random',
    folder,
    path: (name) => path.join(folder, name === languageModel ? 'llm.pt' : name),
    sha256: (name) => Buffer.from(name).toString('hex'),
  };
}

/** A clip of so many speech tokens of 40 ms; the same name, the same voice. */
export function createRandomVoice(speechCount: number, name = 'voice'): FlowVoice {
  return {
    tokens: Array.from({ length: speechCount }, (_, index) => (index * 2741) % 6561),
    mel: randomWeights('mel', [2 * speechCount, 80]),
    embedding: randomWeights(name, [192, 1]),
  };
}
