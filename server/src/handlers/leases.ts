import type { Infer } from '../../../protocol/message.ts';
import type { recognitionChoiceSchema } from '../../../protocol/recognition.ts';
import type { synthesisOptionsSchema } from '../../../protocol/synthesis.ts';
import { defaultRecognitionEngine } from '../modelLibrary.ts';
import type { Client } from './handler.ts';
import type { RecognitionLease, SpeechServices, SynthesisLease } from './speechServices.ts';

interface Asking {
  readonly services: SpeechServices;
  readonly client: Pick<Client, 'id'>;
}

/** @throws SpeechError unknownModel, modelNotInstalled and what loading throws */
export async function leaseRecognition(
  { choice, services, client }: Asking & { readonly choice: Infer<typeof recognitionChoiceSchema> },
  signal: AbortSignal,
): Promise<RecognitionLease> {
  const { engine = defaultRecognitionEngine, provider = 'cpu', priority = 'interactive' } = choice;
  await services.library.requireInstalled(services.library.recognitionModels(engine), signal);
  return services.engines.leaseRecognition({ engine, provider, owner: client.id, priority }, signal);
}

/** @throws SpeechError unknownVoice, modelNotInstalled and what loading throws */
export async function leaseSynthesis(
  {
    voice,
    options,
    services,
    client,
  }: Asking & { readonly voice: string; readonly options: Infer<typeof synthesisOptionsSchema> },
  signal: AbortSignal,
): Promise<SynthesisLease> {
  const { provider = 'cpu', priority = 'interactive' } = options;
  const { library, engines } = services;
  library.requireVoice(voice);
  await library.requireInstalled(library.synthesisModels(voice), signal);
  const engine = library.synthesisEngine(voice);
  return engines.leaseSynthesis({ engine, provider, owner: client.id, priority }, signal);
}
