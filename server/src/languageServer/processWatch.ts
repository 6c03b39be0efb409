import { isProcessRunning } from '../system/isProcessRunning.ts';

/** Looks whether processes are still there. */
export interface ProcessWatch extends Disposable {
  follow(pid: number): void;
}

const periodMs = 3000;

/** @param onGone  called once, when one of them is not */
export function watchProcesses(onGone: () => void): ProcessWatch {
  const followed = new Set<number>();
  const look = async (): Promise<void> => {
    const running = await Promise.all([...followed].map(isProcessRunning));
    if (!running.every(Boolean)) {
      clearInterval(timer);
      onGone();
    }
  };
  const timer = setInterval(() => void look(), periodMs);
  timer.unref();
  return {
    follow: (pid) => void followed.add(pid),
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}
