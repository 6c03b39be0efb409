/** Knows when nobody types in a document: what is drawn anew with each answer is asked for then. */
export interface TypingPauses {
  /** Resolves where nobody types, or when the request is cancelled. */
  settled(document: object, request: Cancellation): Promise<void>;
  dispose(): void;
}

/** As much of a change and of a token of the editor as is needed. */
interface Change {
  readonly document: object;
  readonly contentChanges: readonly unknown[];
}

interface Cancellation {
  onCancellationRequested(listener: () => void): unknown;
}

/** After the last key. VS Code cancels what it has asked for inlay hints, and asks again, 800 ms after it. */
const settledMs = 750;
/** What is not asked again by then is answered. */
const latestMs = 1000;

export function createTypingPauses(
  onDidChange: (listener: (change: Change) => void) => { dispose(): void },
): TypingPauses {
  const changedMs = new WeakMap<object, number>();
  const changes = onDidChange(({ document, contentChanges }) => {
    if (contentChanges.length > 0) changedMs.set(document, performance.now());
  });
  return {
    async settled(document, request) {
      const sinceMs = performance.now() - (changedMs.get(document) ?? -Infinity);
      if (sinceMs < settledMs) await delay(latestMs - sinceMs, request);
    },
    dispose() {
      changes.dispose();
    },
  };
}

function delay(durationMs: number, request: Cancellation): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    request.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
