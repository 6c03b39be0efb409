import { SpeechError } from '../../protocol/errors.ts';

export const release = (): Promise<void> => Promise.resolve();

/** Something that happens when the test says so. */
export function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** The code of what a promise rejects with; undefined where it does not. */
export async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof SpeechError ? error.code : error),
  );
}
