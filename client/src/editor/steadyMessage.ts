/**
 * Says how far something is, in words that change seldom: VS Code has every new message of a progress read out to
 * users of a screen reader, whatever it interrupts. The bar beside it moves all the time.
 *
 * @param nowMs  counts from anywhere
 * @returns the message to show now: a new one where the phase is another, else the last one, for ten seconds
 */
export function createSteadyMessage(nowMs: () => number): (phase: string, message: string) => string {
  let shown: { readonly phase: string; readonly message: string; readonly sinceMs: number } | null = null;
  return (phase, message) => {
    const isOld = shown === null || shown.phase !== phase || nowMs() - shown.sinceMs >= steadyMs;
    if (isOld) shown = { phase, message, sinceMs: nowMs() };
    return shown?.message ?? message;
  };
}

const steadyMs = 10_000;
