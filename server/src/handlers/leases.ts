import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { Infer } from '../../../protocol/message.ts';
import type { Priority } from '../../../protocol/priority.ts';
import type { recognitionChoiceSchema, RecognitionOptions } from '../../../protocol/recognition.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Takes } from '../../../protocol/takes.ts';
import type { RecognitionLease, SynthesisLease } from '../enginePool/sharedEngines.ts';
import type { RecognitionWish as EngineWish } from '../modelLibrary/chooseRecognition.ts';
import type { Client } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

interface Asking {
  readonly services: SpeechServices;
  readonly client: Pick<Client, 'id'>;
}

export interface RecognitionWish extends Asking, Pick<EngineWish, 'isLive' | 'durationMs'> {
  readonly choice: Omit<Infer<typeof recognitionChoiceSchema>, 'priority'> & { readonly priority?: Priority };
}

/** @throws SpeechError unknownModel, languageUnsupported, modelNotInstalled and what loading throws */
export async function leaseRecognition(
  { choice, services, client, isLive = false, durationMs = null }: RecognitionWish,
  signal: AbortSignal,
): Promise<RecognitionLease & { readonly options: RecognitionOptions }> {
  const { engine: named, provider = 'cpu', priority = 'interactive', ...options } = choice;
  const { library, engines } = services;
  const { engine, missing } = await library.chooseRecognition(
    { ...options, isLive, durationMs, ...(named !== undefined && { engine: named }) },
    signal,
  );
  if (missing !== null) throw missing;
  await library.requireInstalled(library.recognitionModels(engine), signal);
  const caller = { owner: client.id, priority };
  const lease = await engines.openRecognition(caller, { engine, provider }, signal);
  return { ...lease, options };
}

export interface SynthesisWish extends Asking {
  readonly voice: string;
  readonly options: {
    readonly provider?: ExecutionProvider | undefined;
    readonly priority?: Priority | undefined;
    readonly takes?: Takes | undefined;
  };
}

/** Before anything is loaded for it. @throws SpeechError languageUnsupported */
export async function requireSpoken(
  request: SynthesisRequest,
  { library }: Pick<SpeechServices, 'library'>,
  signal: AbortSignal,
): Promise<void> {
  const unspoken = await library.findUnspoken([request], signal);
  if (unspoken !== null) throw unspoken.refusal;
}

/** @throws SpeechError unknownVoice, modelNotInstalled and what loading throws */
export async function leaseSynthesis(
  { voice, options, services, client }: SynthesisWish,
  signal: AbortSignal,
): Promise<SynthesisLease> {
  const { provider = 'cpu', priority = 'interactive' } = options;
  const { library, engines } = services;
  await library.requireVoice(voice, signal);
  await library.requireInstalled(library.synthesisModels(voice), signal);
  const caller = { owner: client.id, priority };
  const choice = { engine: library.synthesisEngine(voice), provider };
  return engines.openSynthesis(caller, choice, signal);
}
