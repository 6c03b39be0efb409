import type { DocumentRequest } from '../../../protocol/document.ts';
import type { RowProblem } from '../../../protocol/previewRow.ts';
import type { SoundPace, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { SynthesisLease } from '../enginePool/sharedEngines.ts';
import { openScriptSound } from '../scripts/openScriptSound.ts';
import { readDocumentPlan } from '../scripts/readDocumentPlan.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import type { TextRange } from '../text/textRange.ts';
import { speakMeasured } from '../synthesis/measuredSpeech.ts';
import { toPlanSteps, type SpeechStep } from '../synthesis/plan/planSteps.ts';
import type { PlanSources } from '../synthesis/plan/spokenPlan.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { soundKey, speakKept } from '../access/keptSound.ts';
import { createLateLease, type LateLease } from './lateLease.ts';
import { replaceUnknownVoices, type KnownItems } from '../modelLibrary/replaceUnknownVoices.ts';
import { leaseSynthesis, requireSpoken, type SynthesisWish } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createWishedTakes } from './wishedTakes.ts';

/** How a document is to be spoken, and for whom. */
export type Asking = Omit<SynthesisWish, 'voice'>;

export interface DocumentAsking extends Asking {
  /** Absent: `whole`. */
  readonly pace?: SoundPace;
}

/** What speaking a document needs: its engines are loaded when they are needed first, and held until it is disposed of. */
export interface DocumentSources extends AsyncDisposable {
  readonly plan: PlanSources;
  /** Of the sound of a request. @throws SpeechError unknownModel where an engine is named that does not exist */
  keyOf(request: SynthesisRequest): Promise<string>;
}

/**
 * A script is heard again and again while it is written: its sounds are taken from the cache, and kept there.
 *
 * @throws SpeechError invalidInput
 */
export function createDocumentSources(
  { place, voice, languageId }: DocumentRequest,
  { pace = 'whole', ...asking }: DocumentAsking,
  signal: AbortSignal,
): DocumentSources {
  const { services, options } = asking;
  const { library, soundCache } = services;
  if (place !== undefined) for (const absolute of [place.file, place.root]) assertAbsolute(absolute);
  const engines = new Map<string, LateLease<SynthesisLease>>();
  const engineOf = (name: string): LateLease<SynthesisLease> => {
    const engine = library.synthesisEngine(name);
    const known = engines.get(engine);
    if (known !== undefined) return known;
    const opened = createLateLease(() => leaseSynthesis({ voice: name, ...asking }, signal));
    engines.set(engine, opened);
    return opened;
  };
  const takes = createWishedTakes(options.takes, asking, signal);
  const speak: PlanSources['speak'] = async (request, speechSignal) => {
    await requireSpoken(request, services, speechSignal);
    const wished = await takes.open(request);
    const engine = await engineOf(request.voice).take();
    return speakMeasured(
      { ...engine, pace, ...(wished !== null && { takes: wished }) },
      request,
      speechSignal,
    );
  };
  const keyOf = async (request: SynthesisRequest): Promise<string> =>
    soundKey(request, {
      version: services.daemon.status().version,
      models: library.soundSources(request.voice),
      provider: options.provider ?? 'cpu',
      takes: await takes.origin(request),
    });
  const speakOrReplay: PlanSources['speak'] = async (request, speechSignal) => {
    const keeping = { cache: soundCache, key: await keyOf(request), text: request.text };
    return speakKept(keeping, () => speak(request, speechSignal));
  };
  const plan: PlanSources = {
    voice,
    abilities: (name) => library.voiceAbilities(name),
    speak: languageId === 'aloud' ? speakOrReplay : speak,
    openSound: (name, soundSignal) => {
      if (place === undefined) throw new Error('A document without a place has no sounds.');
      return openScriptSound(place, name, soundSignal);
    },
  };
  return {
    plan,
    keyOf,
    async [Symbol.asyncDispose]() {
      await takes[Symbol.asyncDispose]();
      await Promise.all([...engines.values()].map((engine) => engine[Symbol.asyncDispose]()));
    },
  };
}

/**
 * What is to be heard; who has no voice that exists gets the voice of whoever asks.
 *
 * @throws SpeechError unknownVoice for the voice of whoever asks
 */
export async function readSpokenItems(
  { place, text, languageId, voice, range, language }: DocumentRequest,
  { library }: SpeechServices,
  signal: AbortSignal,
): Promise<KnownItems> {
  await library.requireVoice(voice, signal);
  const plan = await readDocumentPlan({
    text,
    languageId,
    place: place ?? null,
    ...(range !== undefined && { range }),
    ...(language !== undefined && { language }),
  });
  return replaceUnknownVoices(plan, library, signal);
}

export interface DocumentStep extends SpeechStep {
  /** Why the preview does not make its sound: it would be in another voice than the one that is named. Null: nothing. */
  readonly problem: RowProblem | null;
}

/** What can be heard of a document, in order; pauses and sounds left out. */
export async function readSpeechSteps(
  document: DocumentRequest,
  { sources, services }: { readonly sources: PlanSources; readonly services: SpeechServices },
  signal: AbortSignal,
): Promise<readonly DocumentStep[]> {
  const { items, replaced } = await readSpokenItems(document, services, signal);
  const positionAt = createLineIndex(document.text);
  const lineOf = ({ startOffset }: TextRange): number => positionAt(startOffset).line + 1;
  const problems = new Map(
    [...replaced].map(([item, { source, message, hint }]) => [item, { line: lineOf(source), message, hint }]),
  );
  const { steps } = await toPlanSteps(
    { items: items.filter(({ kind }) => kind === 'utterance') },
    sources,
    signal,
  );
  return steps
    .filter((step) => step.kind === 'speech')
    .map((step) => ({ ...step, problem: problems.get(step.utterance) ?? null }));
}
