import { isSpeechError, type SpeechError } from '../../protocol/errors.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { PlanItem, PlanUtterance } from './script/lowering/plan.ts';
import { voicePlace, type NamedCast } from './script/lowering/voicePlace.ts';
import type { TextRange } from './text/textRange.ts';

/** What is to be heard of a document. */
export interface SpokenItems {
  readonly items: readonly PlanItem[];
  /** Null: the document has none. */
  readonly named: NamedCast | null;
}

/** A voice that a document names and that there is not. */
export interface UnknownVoice {
  readonly voice: string;
  /** Where it is named first of those who would speak with it. */
  readonly source: TextRange;
  /** One sentence. */
  readonly message: string;
  /** The nearest voices, and where all are listed. */
  readonly hint: string;
}

export interface KnownItems {
  /** Who would have an unknown voice has that of whoever asks. */
  readonly items: readonly PlanItem[];
  /** The utterances that another voice would say, and what is wrong with theirs; those of one place share it. */
  readonly replaced: ReadonlyMap<PlanItem, UnknownVoice>;
}

/** Looks for every voice that would be heard. */
export async function replaceUnknownVoices(
  { items, named }: SpokenItems,
  library: Pick<ModelLibrary, 'requireVoice' | 'speakingEngine'>,
  signal: AbortSignal,
): Promise<KnownItems> {
  const looked = new Map<string, UnknownVoice | null>();
  const replaced = new Map<PlanItem, UnknownVoice>();
  const look = async (utterance: PlanUtterance, voice: string): Promise<UnknownVoice | null> => {
    const { source, asker, engine } = voicePlace(utterance, named);
    const key = `${source.startOffset} ${voice}`;
    const known = looked.get(key);
    if (known !== undefined) return known;
    const speaking = engine === null ? null : library.speakingEngine(engine);
    const refusal = await refusalOf(() => library.requireVoice(voice, signal, speaking ?? undefined));
    const asking = asker === null ? '' : `${asker}: `;
    const found = refusal && { voice, source, message: asking + refusal.message, hint: refusal.hint };
    looked.set(key, found);
    return found;
  };
  const change = async (item: PlanItem): Promise<PlanItem> => {
    const unknown = item.kind === 'utterance' && item.voice !== null ? await look(item, item.voice) : null;
    if (unknown === null) return item;
    const changed = { ...item, voice: null };
    replaced.set(changed, unknown);
    return changed;
  };
  const changed: PlanItem[] = [];
  for (const item of items) changed.push(await change(item));
  return { items: changed, replaced };
}

/** @returns null where the voice is there */
async function refusalOf(require: () => Promise<void>): Promise<SpeechError | null> {
  try {
    await require();
    return null;
  } catch (error) {
    if (isSpeechError(error, 'unknownVoice')) return error;
    throw error;
  }
}
