import type { DownloadProgress } from '../../../protocol/models.ts';

export interface ProgressReporter {
  /** Bytes of finished files only grow through this. */
  finished(bytes: number): void;
  /** How much of the files now under way has arrived. */
  underWay(file: string, bytes: number): void;
  phase(file: string, phase: DownloadProgress['phase']): void;
}

const reportEveryMs = 100;

/** Reports at most ten times a second, every change of file or phase, and never a smaller number than before. */
export function createProgressReporter(
  model: string,
  totalBytes: number,
  onProgress: (progress: DownloadProgress) => void,
): ProgressReporter {
  let finishedBytes = 0;
  let mostBytes = 0;
  let lastKey = '';
  let lastMs = 0;
  const report = (file: string, phase: DownloadProgress['phase'], bytes: number): void => {
    mostBytes = Math.min(Math.max(mostBytes, Math.round(finishedBytes + bytes)), totalBytes);
    const key = `${phase} ${file}`;
    const nowMs = performance.now();
    if (key !== lastKey || nowMs - lastMs >= reportEveryMs || mostBytes === totalBytes) {
      lastKey = key;
      lastMs = nowMs;
      onProgress({ model, file, phase, receivedBytes: mostBytes, totalBytes });
    }
  };
  return {
    finished: (bytes) => {
      finishedBytes += bytes;
    },
    underWay: (file, bytes) => {
      report(file, 'downloading', bytes);
    },
    phase: (file, phase) => {
      report(file, phase, 0);
    },
  };
}
