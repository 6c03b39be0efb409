import { fork } from 'node:child_process';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { installPeer } from './installPeer.ts';
import { nextAnswer } from './nextAnswer.ts';

/** npm @huggingface/transformers in a process of its own: its onnxruntime and ours do not fit into one. */
export interface TransformersPeer {
  /** @param samples  mono 16 kHz, English */
  recognize(samples: Float32Array): Promise<PeerText>;
  dispose(): void;
}

export interface PeerText {
  /** From samples to text; handing them over is not counted. */
  readonly elapsedMs: number;
  readonly text: string;
}

export interface TransformersPeerOptions {
  /** Outside the project; what is installed there is found again by the next run. */
  readonly folder: string;
  readonly whisper: InstalledModel;
  readonly threadCount: number;
}

export async function startTransformersPeer(options: TransformersPeerOptions): Promise<TransformersPeer> {
  const { folder, whisper, threadCount } = options;
  await mkdir(folder, { recursive: true });
  installPeer(folder, ['@huggingface/transformers@4.3.1']);
  const modelsFolder = await linkModel(folder, whisper);
  const script = path.join(folder, 'transformersPeerMain.mjs');
  await copyFile(path.join(process.cwd(), 'test/bench/transformersPeerMain.mjs'), script);
  const child = fork(script, [modelsFolder, String(threadCount)], { cwd: folder, serialization: 'advanced' });
  await nextAnswer<PeerText>(child, who);
  return {
    async recognize(samples) {
      const answer = nextAnswer<PeerText>(child, who);
      child.send({ samples });
      return answer;
    },
    dispose: () => child.kill(),
  };
}

/** Of those that the peer reads. */
const publishedFiles = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'onnx/encoder_model_quantized.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
];

/** Our own files in the folders that the peer's loader expects. */
async function linkModel(folder: string, whisper: InstalledModel): Promise<string> {
  const modelsFolder = path.join(folder, 'models');
  const modelFolder = path.join(modelsFolder, 'whisper');
  await mkdir(path.join(modelFolder, 'onnx'), { recursive: true });
  await writeFile(
    path.join(modelFolder, 'tokenizer_config.json'),
    '{"tokenizer_class":"WhisperTokenizer"}\n',
  );
  for (const file of publishedFiles) {
    const link = path.join(modelFolder, file);
    await rm(link, { force: true });
    await symlink(whisper.path(file), link);
  }
  return modelsFolder;
}

const who = 'The peer @huggingface/transformers';
