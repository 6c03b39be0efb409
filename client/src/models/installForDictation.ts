import { modelsList } from '../../../protocol/models.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { installModel } from '../recovery/installModel.ts';
import { neededModels } from './neededModels.ts';

/**
 * Downloads a model that dictation misses, and with it what tells speech from silence where that is missing too: one
 * answer of the user is enough.
 *
 * @returns whether all is there
 * @throws SpeechError as `installModel`
 */
export async function installForDictation(service: SpeechService, model: string): Promise<boolean> {
  const { signal } = new AbortController();
  const { models } = await (await service.connect(signal)).request(modelsList, {}, signal);
  const beside = neededModels(models, { kinds: ['voiceActivity'] }).map(({ id }) => id);
  for (const id of new Set([model, ...beside])) {
    if (!(await installModel(service, id))) return false;
  }
  return true;
}
