import { audioHandlers } from './audioHandlers.ts';
import type { AudioInbox } from './audioInbox.ts';
import { castHandlers } from './castHandlers.ts';
import { daemonHandlers } from './daemonHandlers.ts';
import { deviceHandlers } from './deviceHandlers.ts';
import { dictationHandlers } from './dictationHandlers.ts';
import type { Client, Handler } from './handler.ts';
import { historyHandlers } from './historyHandlers.ts';
import { modelHandlers } from './modelHandlers.ts';
import { playbackHandlers } from './playbackHandlers.ts';
import { previewCheckHandlers } from './previewCheckHandlers.ts';
import { previewHandlers } from './previewHandlers.ts';
import { recognitionHandlers } from './recognitionHandlers.ts';
import type { SpeechServices } from './speechServices.ts';
import { createStreamTable } from './streamTable.ts';
import { synthesisHandlers } from './synthesisHandlers.ts';
import { voiceHandlers } from './voiceHandlers.ts';

/** Everything that one client can ask, `speech/connectionOpen` left out: that is asked before. */
export function createHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const inboxes = createStreamTable<AudioInbox>('stream that takes sound');
  return [
    ...daemonHandlers(services),
    ...recognitionHandlers({ services, client, inboxes }),
    ...audioHandlers(inboxes),
    ...dictationHandlers({ services, client, inboxes }),
    ...historyHandlers(services, client),
    ...synthesisHandlers(services, client),
    ...playbackHandlers(services, client),
    ...previewHandlers(services, client),
    ...previewCheckHandlers(services, client),
    ...castHandlers(services),
    ...voiceHandlers(services, client),
    ...deviceHandlers(services),
    ...modelHandlers(services, client),
  ];
}
