import type { DaemonConnection } from '../daemon/daemonConnection.ts';
import { createDaemonSpeech } from './daemonSpeech.ts';
import type { SpeechAccess } from './speechAccess.ts';

export interface NearestSpeechParts {
  readonly own: SpeechAccess;
  /** The product's version. */
  readonly version: string;
  readonly connect: (signal: AbortSignal) => Promise<DaemonConnection | null>;
}

export interface NearestSpeech extends SpeechAccess {
  dispose(): void;
}

/**
 * Speech by a daemon of our version where one runs, which has its models in memory; else, and where it cannot be
 * reached, by engines of our own. Decided with the first request, and again after the daemon has died.
 */
export function createNearestSpeech({ own, version, connect }: NearestSpeechParts): NearestSpeech {
  let connection: DaemonConnection | null = null;
  let chosen: Promise<SpeechAccess> | null = null;
  const choose = async (signal: AbortSignal): Promise<SpeechAccess> => {
    const found = await connect(signal).catch(() => null);
    signal.throwIfAborted();
    if (found?.daemon.server.version !== version) {
      found?.dispose();
      return own;
    }
    connection = found;
    // It may die: the next request looks again.
    found.signal.addEventListener('abort', () => (chosen = null), { once: true });
    return createDaemonSpeech(found);
  };
  const access = (signal: AbortSignal): Promise<SpeechAccess> => (chosen ??= choose(signal));
  return {
    speakText: async (request, choice, signal) => (await access(signal)).speakText(request, choice, signal),
    hearFile: async (file, request, signal) => (await access(signal)).hearFile(file, request, signal),
    async *dictate(request, signal) {
      yield* (await access(signal)).dictate(request, signal);
    },
    dispose() {
      connection?.dispose();
    },
  };
}
