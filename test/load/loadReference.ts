import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { hearInline, speakWhole, type SpokenText } from './loadRequests.ts';
import { loadText } from './loadTexts.ts';

/** What a client must get, however many others there are: what it gets when it is alone. */
export interface LoadReference {
  readonly text: string;
  readonly spoken: SpokenText;
  readonly transcript: string;
}

/** @throws Error where two clients would get the same, so that nobody noticed if they got each other's */
export async function makeReferences(
  connection: DaemonConnection,
  clientCount: number,
  signal: AbortSignal,
): Promise<readonly LoadReference[]> {
  const references: LoadReference[] = [];
  for (let index = 0; index < clientCount; index += 1) {
    const text = loadText(index);
    const spoken = await speakWhole(connection, { stream: 'reference', text }, signal);
    const transcript = await hearInline(connection, { stream: 'reference', sound: spoken }, signal);
    references.push({ text, spoken, transcript });
  }
  for (const one of [
    references.map(({ text }) => text),
    references.map(({ transcript }) => transcript),
    references.map(({ spoken }) => spoken.pcm.toString('latin1')),
  ]) {
    if (new Set(one).size < clientCount) throw new Error('Two clients say or hear the same.');
  }
  return references;
}
