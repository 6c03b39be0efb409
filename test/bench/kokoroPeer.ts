import { fork, type ChildProcess } from 'node:child_process';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installPeer } from './installPeer.ts';

/** npm kokoro-js in a process of its own: its onnxruntime and ours do not fit into one. */
export interface KokoroPeer {
  /** @param ids  phoneme ids with the two zeros around them */
  generate(ids: readonly number[], voice: string): Promise<PeerAnswer>;
  dispose(): void;
}

export interface PeerAnswer {
  readonly elapsedMs: number;
  readonly sampleCount: number;
}

export interface KokoroPeerOptions {
  /** Outside the project; what is installed there is found again by the next run. */
  readonly folder: string;
  readonly graphPath: string;
  readonly tokenizerPath: string;
  readonly threadCount: number;
}

/** Installs the peer where it is missing, its install scripts off, and loads it. */
export async function startKokoroPeer(options: KokoroPeerOptions): Promise<KokoroPeer> {
  const { folder, threadCount } = options;
  await mkdir(folder, { recursive: true });
  installPeer(folder, peerPackages);
  const modelsFolder = await linkModel(options);
  const script = path.join(folder, 'kokoroPeerMain.mjs');
  await copyFile(path.join(process.cwd(), 'test/bench/kokoroPeerMain.mjs'), script);
  const child = fork(script, [modelsFolder, String(threadCount)], { cwd: folder });
  await nextAnswer(child);
  return {
    async generate(ids, voice) {
      const answer = nextAnswer(child);
      child.send({ ids, voice });
      return answer;
    },
    dispose: () => child.kill(),
  };
}

const peerPackages = ['kokoro-js@1.2.1', '@huggingface/transformers@3.8.1'];

/** Our own files in the folders that the peer's loader expects. */
async function linkModel({ folder, graphPath, tokenizerPath }: KokoroPeerOptions): Promise<string> {
  const modelFolder = path.join(folder, 'models', 'kokoro');
  await mkdir(path.join(modelFolder, 'onnx'), { recursive: true });
  await writeFile(path.join(modelFolder, 'config.json'), '{"model_type":"style_text_to_speech_2"}\n');
  await copyFile(tokenizerPath, path.join(modelFolder, 'tokenizer.json'));
  const link = path.join(modelFolder, 'onnx', 'model_quantized.onnx');
  await rm(link, { force: true });
  await symlink(graphPath, link);
  return path.join(folder, 'models');
}

function nextAnswer(child: ChildProcess): Promise<PeerAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => {
      reject(new Error(`The peer ended with exit code ${String(code)}.`));
    };
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message as PeerAnswer);
    });
  });
}
