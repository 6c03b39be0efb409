import type { Infer } from '../../../protocol/message.ts';
import type { documentPlaybackStart } from '../../../protocol/playback.ts';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { SynthesisLease } from '../enginePool/sharedEngines.ts';
import type { PlanItem } from '../script/lowering/plan.ts';
import { openScriptSound } from '../scripts/openScriptSound.ts';
import { readDocumentPlan } from '../scripts/readDocumentPlan.ts';
import { speakMeasured } from '../synthesis/measuredSpeech.ts';
import { speak } from '../synthesis/pipeline.ts';
import { speakPlan } from '../synthesis/plan/speakPlan.ts';
import type { DroppedByVoice, PlanSources } from '../synthesis/plan/spokenPlan.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { createLateLease, type LateLease } from './lateLease.ts';
import { leaseSynthesis, type Loaded, type SynthesisWish } from './leases.ts';

/** Sound that is made while it is taken. Its engines are loaded for the first chunk, and kept until it is disposed of. */
export interface SpeechSource extends AsyncDisposable {
  readonly chunks: AsyncIterable<SynthesisChunk>;
}

type Asking = Omit<SynthesisWish, 'voice'>;

/** A text, said by one voice. */
export function openTextSpeech(request: SynthesisRequest, asking: Asking, signal: AbortSignal): SpeechSource {
  const engine = createLateLease(() => leaseSynthesis({ voice: request.voice, ...asking }, signal));
  return {
    chunks: makeSpeech(engine, request, signal),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** The engine is kept while speech is made. */
async function* makeSpeech(
  engine: LateLease<SynthesisLease>,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  await using leased = await engine.take();
  yield* speak(leased.synthesizer, request, signal);
}

export type DocumentRequest = Omit<
  Infer<typeof documentPlaybackStart.params>,
  'stream' | 'device' | 'speed' | 'provider' | 'priority'
>;

export interface DocumentSpeech extends SpeechSource {
  /** What voices were asked for and cannot do; complete with the first chunk. */
  dropped(): readonly DroppedByVoice[];
}

/** A document, said by the voices it names. @throws SpeechError invalidInput, unknownVoice */
export function openDocumentSpeech(
  document: DocumentRequest,
  asking: Asking,
  signal: AbortSignal,
): DocumentSpeech {
  const { place, voice, ...spoken } = document;
  const { library } = asking.services;
  if (place !== undefined) for (const absolute of [place.file, place.root]) assertAbsolute(absolute);
  library.requireVoice(voice);
  let dropped: readonly DroppedByVoice[] = [];
  const engines = new Map<string, LateLease<Loaded<SynthesisLease>>>();
  const engineOf = (name: string): LateLease<Loaded<SynthesisLease>> => {
    const engine = library.synthesisEngine(name);
    const known = engines.get(engine);
    if (known !== undefined) return known;
    const opened = createLateLease(() => leaseSynthesis({ voice: name, ...asking }, signal));
    engines.set(engine, opened);
    return opened;
  };
  const release = async (): Promise<void> => {
    await Promise.all([...engines.values()].map((engine) => engine[Symbol.asyncDispose]()));
  };
  const sources: PlanSources = {
    voice,
    abilities: (name) => library.voiceAbilities(name),
    speak: async (request, speechSignal) =>
      speakMeasured(await engineOf(request.voice).take(), request, speechSignal),
    openSound: (name, soundSignal) => {
      if (place === undefined) throw new Error('A document without a place has no sounds.');
      return openScriptSound(place, name, soundSignal);
    },
  };

  async function* make(): AsyncGenerator<SynthesisChunk, void, undefined> {
    try {
      const items = await readDocumentPlan({ ...spoken, place: place ?? null });
      const isKnown = (name: string): boolean => isKnownVoice(library, name);
      const speech = await speakPlan({ items: withKnownVoices(items, isKnown) }, sources, signal);
      dropped = speech.dropped;
      yield* speech.chunks;
    } finally {
      // What was said is still to be heard, for minutes perhaps.
      await release();
    }
  }

  return { chunks: make(), dropped: () => dropped, [Symbol.asyncDispose]: release };
}

/** Who has no voice that exists gets the voice of whoever asks. */
function withKnownVoices(items: readonly PlanItem[], isKnown: (voice: string) => boolean): PlanItem[] {
  return items.map((item) =>
    item.kind === 'utterance' && item.voice !== null && !isKnown(item.voice)
      ? { ...item, voice: null }
      : item,
  );
}

function isKnownVoice(library: Asking['services']['library'], voice: string): boolean {
  try {
    library.requireVoice(voice);
    return true;
  } catch {
    return false;
  }
}
