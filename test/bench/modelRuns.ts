import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A prepared SenseVoice graph in a process of its own, which computes one made-up utterance after the other. */
export interface ModelRuns {
  /**
   * @param frameCount  stacked frames, 60 ms each
   * @returns           how long `session.run` took
   */
  run(frameCount: number): Promise<number>;
  dispose(): void;
}

export async function startModelRuns(graphPath: string, threadCount: number): Promise<ModelRuns> {
  const script = path.join(process.cwd(), 'test/bench/modelRunsMain.mjs');
  const child = fork(script, [graphPath, String(threadCount)]);
  await nextAnswer(child);
  return {
    async run(frameCount) {
      const answer = nextAnswer(child);
      child.send(frameCount);
      return answer;
    },
    dispose: () => child.kill(),
  };
}

function nextAnswer(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => {
      reject(new Error(`A process with a SenseVoice session ended with exit code ${String(code)}.`));
    };
    child.once('exit', fail);
    child.once('message', (elapsedMs) => {
      child.off('exit', fail);
      resolve(elapsedMs as number);
    });
  });
}
