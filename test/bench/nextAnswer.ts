import type { ChildProcess } from 'node:child_process';

/**
 * What a process of a measurement says next.
 *
 * @param who  names it, for the Error that is thrown where it ends instead
 */
export function nextAnswer<Answer>(child: ChildProcess, who: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => {
      reject(new Error(`${who} ended with exit code ${String(code)}.`));
    };
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message as Answer);
    });
  });
}
