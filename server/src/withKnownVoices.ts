import { isSpeechError } from '../../protocol/errors.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { PlanItem } from './script/lowering/plan.ts';

/** What is to be heard, with the voice of whoever asks in place of every voice that does not exist. */
export async function withKnownVoices(
  items: readonly PlanItem[],
  library: Pick<ModelLibrary, 'requireVoice'>,
  signal: AbortSignal,
): Promise<readonly PlanItem[]> {
  const isKnown = async (voice: string): Promise<boolean> => {
    try {
      await library.requireVoice(voice, signal);
      return true;
    } catch (error) {
      if (isSpeechError(error, 'unknownVoice')) return false;
      throw error;
    }
  };
  const named = new Set(items.flatMap((item) => (item.kind === 'utterance' ? [item.voice] : [])));
  const unknown = new Set<string>();
  for (const voice of named) if (voice !== null && !(await isKnown(voice))) unknown.add(voice);
  return items.map((item) =>
    item.kind === 'utterance' && item.voice !== null && unknown.has(item.voice)
      ? { ...item, voice: null }
      : item,
  );
}
