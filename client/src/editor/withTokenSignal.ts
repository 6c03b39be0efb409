import type * as vscode from 'vscode';

/** Runs what takes a signal under a token of the editor. @returns false where the token was cancelled */
export async function withTokenSignal(
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const cancelled = new AbortController();
  const subscription = token.onCancellationRequested(() => {
    cancelled.abort();
  });
  try {
    await work(cancelled.signal);
    return true;
  } catch (error) {
    if (cancelled.signal.aborted) return false;
    throw error;
  } finally {
    subscription.dispose();
  }
}
