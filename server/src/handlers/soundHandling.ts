import type { AudioInbox } from './audioInbox.ts';
import type { Client } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';
import type { StreamTable } from './streamTable.ts';

/** What handlers of requests need that hear sound. */
export interface SoundHandling {
  readonly services: SpeechServices;
  readonly client: Client;
  /** Where pushed sound goes. */
  readonly inboxes: StreamTable<AudioInbox>;
}
