import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionProvider } from '../../protocol/inference.ts';
import type { InstalledModel } from '../../server/src/models/modelStore.ts';
import { senseVoiceEngine } from '../../server/src/recognition/engines/senseVoice/senseVoiceEngine.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { goldenFolder, readGoldenWav } from './golden.ts';
import { never } from './never.ts';

const toyFolder = path.join(goldenFolder, 'sensevoice/toy');

/** SenseVoice's architecture with small weights that were trained on a made-up language of tones. */
export interface ToySenseVoice {
  /** In place of the catalogue's `model.int8.onnx`. */
  readonly graph?: 'sherpa.onnx' | 'sherpa.int8.onnx';
  readonly provider?: ExecutionProvider;
  readonly onNote?: (message: string) => void;
}

/** Opens it as the product opens the real one. Its prepared graph is in a temporary folder until it is disposed of. */
export async function openToySenseVoice({
  graph = 'sherpa.onnx',
  provider = 'cpu',
  onNote = () => undefined,
}: ToySenseVoice = {}): Promise<Recognizer> {
  const files: Readonly<Record<string, string>> = { 'model.int8.onnx': graph, 'tokens.txt': 'tokens.txt' };
  const model: InstalledModel = {
    id: 'toy',
    folder: mkdtempSync(path.join(os.tmpdir(), 'aloud-toy-')),
    path: (name) => path.join(toyFolder, files[name] ?? name),
    sha256: () => 'a'.repeat(64),
  };
  const onFallback = ({ message }: { readonly message: string }): void => {
    onNote(message);
  };
  const options = { provider, threadCount: 1, onNote, onFallback };
  const recognizer = await senseVoiceEngine.open(model, options, never);
  return {
    ...recognizer,
    async dispose() {
      await recognizer.dispose();
      rmSync(model.folder, { recursive: true, force: true });
    },
  };
}

/** One recorded utterance of the language, and what the reference implementation hears in it. */
export interface ToyClip {
  readonly wav: string;
  readonly text: string;
  /** Language, emotion, event and text norm, as `<|zh|>`. */
  readonly head: readonly string[];
}

/** The reference's answers without a language given, with punctuation. */
export function readToyClips(): ToyClip[] {
  const { cases } = JSON.parse(readFileSync(path.join(toyFolder, 'golden/toy.json'), 'utf8')) as ToyGolden;
  return cases.flatMap(({ wav, runs }) =>
    runs
      .filter(({ language, itn }) => language === 'auto' && itn)
      .map(({ fp32: { text, head } }) => ({ wav, text, head })),
  );
}

/** @param wav  such as `u0.wav`, or `long.wav`: ten utterances between silences */
export function readToyWav(wav: string): Float32Array {
  return readGoldenWav(path.join(toyFolder, 'golden', wav));
}

interface ToyGolden {
  readonly cases: readonly {
    readonly wav: string;
    readonly runs: readonly {
      readonly language: string;
      readonly itn: boolean;
      readonly fp32: { readonly head: readonly string[]; readonly text: string };
    }[];
  }[];
}
