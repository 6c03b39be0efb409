import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export interface PageActs {
  /** Where both sides find their files. */
  readonly folder: string;
  readonly acts: Readonly<Record<string, (page: Page) => Promise<unknown>>>;
}

/**
 * Does for a suite in the extension host what needs the window: keys, clicks, pictures. The suite writes the name of an
 * act into a file and waits for the file with its answer.
 */
export function answerRequests(page: Page, { folder, acts }: PageActs): Disposable {
  const request = path.join(folder, 'request.txt');
  const answer = path.join(folder, 'answer.json');
  for (const file of [request, answer]) rmSync(file, { force: true });
  let isBusy = false;
  const look = async (): Promise<void> => {
    const name = readFileSync(request, 'utf8');
    rmSync(request);
    const act = acts[name];
    const result = await (
      act === undefined ? Promise.reject(new Error(`No act is called ${name}.`)) : act(page)
    ).then(
      (value) => ({ value: value ?? null }),
      (error: unknown) => ({ error: String(error) }),
    );
    writeFileSync(`${answer}.partial`, JSON.stringify(result));
    renameSync(`${answer}.partial`, answer);
  };
  const timer = setInterval(() => {
    if (isBusy || !existsSync(request)) return;
    isBusy = true;
    void look().finally(() => {
      isBusy = false;
    });
  }, 50);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}
