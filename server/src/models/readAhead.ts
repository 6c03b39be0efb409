import type { IncomingMessage } from 'node:http';

/** Bytes that may wait for a slow disk. */
const maxWaitingBytes = 1 << 20;

/**
 * Begins to take the chunks of a message's body at once, and gives them in order. A message that fails throws away
 * what it holds; this gives every chunk that came before it throws the failure, so that nothing is fetched twice.
 *
 * @param onWait  called with true before a chunk is waited for and with false afterwards
 */
export function readAhead(
  message: IncomingMessage,
  onWait: (isWaiting: boolean) => void,
): AsyncGenerator<Uint8Array> {
  const intake: Intake = { waiting: [], outcome: null, wake: () => undefined };
  message.on('data', (chunk: Uint8Array) => {
    intake.waiting.push(chunk);
    if (byteCount(intake.waiting) > maxWaitingBytes) {
      message.pause();
    }
    intake.wake();
  });
  const finish = (outcome: 'ended' | Error): void => {
    intake.outcome ??= outcome;
    intake.wake();
  };
  message.once('end', () => {
    finish('ended');
  });
  message.once('error', finish);
  message.once('close', () => {
    finish(new Error('The connection was closed.'));
  });
  return give(intake, message, onWait);
}

interface Intake {
  readonly waiting: Uint8Array[];
  outcome: 'ended' | Error | null;
  wake: () => void;
}

async function* give(
  intake: Intake,
  message: IncomingMessage,
  onWait: (isWaiting: boolean) => void,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = intake.waiting.shift();
    if (chunk !== undefined) {
      yield chunk;
    } else if (intake.outcome === 'ended') {
      return;
    } else if (intake.outcome !== null) {
      throw intake.outcome;
    } else {
      const woken = new Promise<void>((resolve) => {
        intake.wake = resolve;
      });
      onWait(true);
      message.resume();
      await woken;
      onWait(false);
    }
  }
}

function byteCount(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
