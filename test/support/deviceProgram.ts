import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DeviceEvent } from '../e2e/devicesMain.ts';

/** A run of `test/e2e/devicesMain.ts`: only a process that starts with their environment uses virtual devices. */
export interface DeviceProgram {
  /** All events so far. */
  readonly events: readonly DeviceEvent[];
  command(line: string): void;
  /** The next event of a name that is not there yet, or the first one if there is. */
  event(name: string, count?: number): Promise<DeviceEvent>;
  ended(): Promise<void>;
  kill(): void;
}

export function startDeviceProgram(
  programPath: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): DeviceProgram {
  const child = spawn(process.execPath, [programPath, ...args], {
    env: { ...process.env, ...env },
    // The sound system prints to standard error what it tries.
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const events: DeviceEvent[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line) as DeviceEvent);
    for (const check of waiting) check();
  });
  const closed = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  child.stdin.on('error', () => undefined);
  return {
    events,
    command: (line) => void child.stdin.write(`${line}\n`),
    event: (name, count = 1) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = events.filter(({ event }) => event === name)[count - 1];
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
        void closed.then(() => {
          reject(new Error(`The program ended without "${name}".`));
        });
      }),
    ended: () => closed,
    kill: () => child.kill('SIGKILL'),
  };
}
