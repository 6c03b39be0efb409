import { fakeSpeechServices, type SpeechServicesOverrides } from './fakeSpeechServices.ts';
import { connectInMemory, type InMemoryClient } from './inMemoryClient.ts';

export function connect(overrides: SpeechServicesOverrides = {}): InMemoryClient {
  return connectInMemory(fakeSpeechServices(overrides));
}

export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
