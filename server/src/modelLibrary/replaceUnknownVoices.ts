import { isSpeechError, type SpeechError } from '../../../protocol/errors.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { PlanItem, PlanUtterance } from '../script/lowering/plan.ts';
import { voicePlace, type NamedCast } from '../script/lowering/voicePlace.ts';
import type { TextRange } from '../text/textRange.ts';

/** What is to be heard of a document. */
export interface SpokenItems {
  readonly items: readonly PlanItem[];
  /** Null: the document has none. */
  readonly named: NamedCast | null;
}

/** A voice that a document names and that there is not. */
export interface ReplacedVoice {
  readonly voice: string;
  /** Where it is named first of those who would speak with it. */
  readonly source: TextRange;
  /** Who names it, as `VoicePlace`. */
  readonly asker: string | null;
  /** One sentence. */
  readonly message: string;
  /** The nearest voices, and where all are listed. */
  readonly hint: string;
}

export interface KnownItems {
  /** Who would have an unknown voice has that of whoever asks. */
  readonly items: readonly PlanItem[];
  /** The utterances that another voice would say, and what is wrong with theirs; those of one asker at one place share it. */
  readonly replaced: ReadonlyMap<PlanItem, ReplacedVoice>;
  /** Each once, in the order in which they would be heard. */
  readonly unknown: readonly ReplacedVoice[];
}

/** Looks for every voice that would be heard. */
export async function replaceUnknownVoices(
  { items, named }: SpokenItems,
  library: Pick<ModelLibrary, 'requireVoice' | 'speakingEngine'>,
  signal: AbortSignal,
): Promise<KnownItems> {
  const looked = new Map<string, SpeechError | null>();
  const unknown = new Map<string, ReplacedVoice>();
  const replaced = new Map<PlanItem, ReplacedVoice>();
  const refuse = async (engine: string | null, voice: string): Promise<SpeechError | null> => {
    const key = JSON.stringify([engine, voice]);
    const known = looked.get(key);
    if (known !== undefined) return known;
    const speaking = engine === null ? null : library.speakingEngine(engine);
    const refusal = await refusalOf(() => library.requireVoice(voice, signal, speaking ?? undefined));
    looked.set(key, refusal);
    return refusal;
  };
  const look = async (utterance: PlanUtterance, voice: string): Promise<ReplacedVoice | null> => {
    const { source, asker, engine } = voicePlace(utterance, named);
    const refusal = await refuse(engine?.name ?? null, voice);
    if (refusal === null) return null;
    const key = JSON.stringify([source.startOffset, asker, voice]);
    const message = asker === null ? refusal.message : `${asker}: ${refusal.message}`;
    const found = unknown.get(key) ?? { voice, source, asker, message, hint: refusal.hint };
    unknown.set(key, found);
    return found;
  };
  const change = async (item: PlanItem): Promise<PlanItem> => {
    const found = item.kind === 'utterance' && item.voice !== null ? await look(item, item.voice) : null;
    if (found === null) return item;
    const changed = { ...item, voice: null };
    replaced.set(changed, found);
    return changed;
  };
  const changed: PlanItem[] = [];
  for (const item of items) changed.push(await change(item));
  return { items: changed, replaced, unknown: [...unknown.values()] };
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
