import type { DocumentRequest } from '../../../protocol/document.ts';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { SynthesisLease } from '../enginePool/sharedEngines.ts';
import type { PlanItem } from '../script/lowering/plan.ts';
import { openScriptSound } from '../scripts/openScriptSound.ts';
import { readDocumentPlan } from '../scripts/readDocumentPlan.ts';
import { speakMeasured } from '../synthesis/measuredSpeech.ts';
import { toPlanSteps, type SpeechStep } from '../synthesis/plan/planSteps.ts';
import type { PlanSources } from '../synthesis/plan/spokenPlan.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { soundKey, speakKept } from './keptSound.ts';
import { createLateLease, type LateLease } from './lateLease.ts';
import { leaseSynthesis, type Loaded, type SynthesisWish } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';

/** How a document is to be spoken, and for whom. */
export type Asking = Omit<SynthesisWish, 'voice'>;

/** What speaking a document needs: its engines are loaded when they are needed first, and held until it is disposed of. */
export interface DocumentSources extends AsyncDisposable {
  readonly plan: PlanSources;
}

/**
 * A script is heard again and again while it is written: its sounds are taken from the cache, and kept there.
 *
 * @throws SpeechError unknownVoice, invalidInput
 */
export function createDocumentSources(
  { place, voice, languageId }: DocumentRequest,
  asking: Asking,
  signal: AbortSignal,
): DocumentSources {
  const { services, options } = asking;
  const { library, soundCache } = services;
  if (place !== undefined) for (const absolute of [place.file, place.root]) assertAbsolute(absolute);
  library.requireVoice(voice);
  const engines = new Map<string, LateLease<Loaded<SynthesisLease>>>();
  const engineOf = (name: string): LateLease<Loaded<SynthesisLease>> => {
    const engine = library.synthesisEngine(name);
    const known = engines.get(engine);
    if (known !== undefined) return known;
    const opened = createLateLease(() => leaseSynthesis({ voice: name, ...asking }, signal));
    engines.set(engine, opened);
    return opened;
  };
  const speak: PlanSources['speak'] = async (request, speechSignal) =>
    speakMeasured(await engineOf(request.voice).take(), request, speechSignal);
  const plan: PlanSources = {
    voice,
    abilities: (name) => library.voiceAbilities(name),
    speak: (request, speechSignal) =>
      languageId === 'aloud'
        ? speakKept({ cache: soundCache, key: keyOf(request, services, options.provider) }, () =>
            speak(request, speechSignal),
          )
        : speak(request, speechSignal),
    openSound: (name, soundSignal) => {
      if (place === undefined) throw new Error('A document without a place has no sounds.');
      return openScriptSound(place, name, soundSignal);
    },
  };
  return {
    plan,
    async [Symbol.asyncDispose]() {
      await Promise.all([...engines.values()].map((engine) => engine[Symbol.asyncDispose]()));
    },
  };
}

/** Of the sound of a request. */
export function keyOf(
  request: SynthesisRequest,
  { library, daemon }: SpeechServices,
  provider: ExecutionProvider = 'cpu',
): string {
  const { version } = daemon.status();
  return soundKey(request, { version, models: library.synthesisModels(request.voice), provider });
}

/** What is to be heard; who has no voice that exists gets the voice of whoever asks. */
export async function readSpokenItems(
  { place, text, languageId, range, language }: DocumentRequest,
  { library }: SpeechServices,
): Promise<readonly PlanItem[]> {
  const items = await readDocumentPlan({
    text,
    languageId,
    place: place ?? null,
    ...(range !== undefined && { range }),
    ...(language !== undefined && { language }),
  });
  return items.map((item) =>
    item.kind === 'utterance' && item.voice !== null && !isKnownVoice(library, item.voice)
      ? { ...item, voice: null }
      : item,
  );
}

/** What can be heard of a document, in order; pauses and sounds left out. */
export async function readSpeechSteps(
  document: DocumentRequest,
  { sources, services }: { readonly sources: PlanSources; readonly services: SpeechServices },
  signal: AbortSignal,
): Promise<readonly SpeechStep[]> {
  const items = await readSpokenItems(document, services);
  const { steps } = await toPlanSteps(
    { items: items.filter(({ kind }) => kind === 'utterance') },
    sources,
    signal,
  );
  return steps.filter((step) => step.kind === 'speech');
}

function isKnownVoice(library: SpeechServices['library'], voice: string): boolean {
  try {
    library.requireVoice(voice);
    return true;
  } catch {
    return false;
  }
}
