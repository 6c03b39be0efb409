import { fork } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installPeer } from './installPeer.ts';
import { nextAnswer } from './nextAnswer.ts';

/** npm sherpa-onnx-node in a process of its own: it brings an ONNX Runtime of its own. */
export interface SherpaPeer {
  /** @param samples  mono 16 kHz */
  recognize(samples: Float32Array): Promise<SherpaAnswer>;
  dispose(): void;
}

export interface SherpaAnswer {
  /** From samples to text; handing them over is not counted. */
  readonly elapsedMs: number;
  readonly textLength: number;
}

export interface SherpaPeerOptions {
  /** Outside the project; what is installed there is found again by the next run. */
  readonly folder: string;
  readonly graphPath: string;
  readonly tokensPath: string;
  readonly threadCount: number;
}

export async function startSherpaPeer(options: SherpaPeerOptions): Promise<SherpaPeer> {
  const { folder, graphPath, tokensPath, threadCount } = options;
  await mkdir(folder, { recursive: true });
  installPeer(folder, ['sherpa-onnx-node@1.13.8']);
  const script = path.join(folder, 'sherpaPeerMain.mjs');
  await copyFile(path.join(process.cwd(), 'test/bench/sherpaPeerMain.mjs'), script);
  const libraries = path.join(folder, 'node_modules', `sherpa-onnx-${process.platform}-${process.arch}`);
  const child = fork(script, [graphPath, tokensPath, String(threadCount)], {
    cwd: folder,
    serialization: 'advanced',
    env: { ...process.env, LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries },
  });
  await nextAnswer<SherpaAnswer>(child, who);
  return {
    async recognize(samples) {
      const answer = nextAnswer<SherpaAnswer>(child, who);
      child.send({ samples });
      return answer;
    },
    dispose: () => child.kill(),
  };
}

const who = 'The peer sherpa-onnx-node';
