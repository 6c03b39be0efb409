import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import type { VoiceProfile } from '../../server/src/voices/voiceProfile.ts';
import { cosyVoiceToyFolder, readCosyVoiceToy } from './cosyVoiceToy.ts';
import { toyConfig } from './cosyVoiceToyModel.ts';
import { goldenFolder } from './golden.ts';
import { never } from './never.ts';
import { buildCheckpoint, type WrittenTensor } from './torchCheckpoint.ts';

/**
 * The tiny CosyVoice 3 as the files of the published one, with its vocabulary: the thousand rows of text tokens are
 * repeated until every token has one.
 *
 * @param folder  is made
 */
export async function writeCosyVoiceFiles(folder: string): Promise<void> {
  const vocabularyFolder = path.join(folder, 'CosyVoice-BlankEN');
  await mkdir(vocabularyFolder, { recursive: true });
  await writeFile(path.join(folder, 'llm.rl.pt'), await widenLanguageModel());
  for (const file of ['flow.pt', 'hift.pt'])
    await copyFile(path.join(cosyVoiceToyFolder, file), path.join(folder, file));
  const data = path.join(goldenFolder, '../data/cosyvoice');
  await copyFile(path.join(data, 'qwen2_vocab.json'), path.join(vocabularyFolder, 'vocab.json'));
  await copyFile(path.join(data, 'qwen2_merges.txt'), path.join(vocabularyFolder, 'merges.txt'));
  await writeFile(path.join(vocabularyFolder, 'config.json'), JSON.stringify(toyConfig));
}

/** The voice of the reference's clip. */
export function toyVoice(name: string): VoiceProfile {
  const values = readCosyVoiceToy();
  return {
    name,
    consent: { statement: 'A voice of random numbers.', statedAt: '2026-11-26T22:00:00.000Z' },
    clips: [
      {
        emotion: null,
        transcript: '希望你以后能够做的比我还好呦。',
        language: 'zh',
        tokens: Int32Array.from(values('prompt_speech_tokens')),
        mel: values('prompt_feat'),
        embedding: values('embedding'),
      },
    ],
  };
}

const textTokenCount = 151_936;

async function widenLanguageModel(): Promise<Uint8Array> {
  const checkpoint = await openCheckpoint(path.join(cosyVoiceToyFolder, 'llm.pt'), never);
  const tensors: WrittenTensor[] = [];
  for (const name of checkpoint.tensorNames) tensors.push(await widen(checkpoint, name));
  await checkpoint.close();
  return buildCheckpoint(tensors);
}

async function widen(checkpoint: Checkpoint, name: string): Promise<WrittenTensor> {
  const values = await checkpoint.read(name);
  const { dims } = checkpoint.tensor(name);
  const [rowCount = 0, width = 0] = dims;
  if (!name.endsWith('embed_tokens.weight'))
    return { name, type: 'float32', dims, bytes: () => new Uint8Array(values.buffer) };
  const rows = new Float32Array(textTokenCount * width);
  for (let row = 0; row < textTokenCount; row += rowCount)
    rows.set(values.subarray(0, Math.min(rowCount, textTokenCount - row) * width), row * width);
  return { name, type: 'float32', dims: [textTokenCount, width], bytes: () => new Uint8Array(rows.buffer) };
}
