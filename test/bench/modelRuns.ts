import { fork } from 'node:child_process';
import path from 'node:path';
import { nextAnswer } from './nextAnswer.ts';

/** A prepared SenseVoice graph in a process of its own, which computes one made-up utterance after the other. */
export interface ModelRuns {
  /**
   * @param frameCount  stacked frames, 60 ms each
   * @returns           how long `session.run` took
   */
  run(frameCount: number): Promise<number>;
  dispose(): void;
}

/** @param spinUs  how long idle threads look for work; absent: as long as ONNX Runtime lets them */
export async function startModelRuns(
  graphPath: string,
  threadCount: number,
  spinUs?: number,
): Promise<ModelRuns> {
  const script = path.join(process.cwd(), 'test/bench/modelRunsMain.mjs');
  const child = fork(script, [
    graphPath,
    String(threadCount),
    ...(spinUs === undefined ? [] : [String(spinUs)]),
  ]);
  await nextAnswer<number>(child, who);
  return {
    async run(frameCount) {
      const answer = nextAnswer<number>(child, who);
      child.send(frameCount);
      return answer;
    },
    dispose: () => child.kill(),
  };
}

const who = 'A process with a SenseVoice session';
