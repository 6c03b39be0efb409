import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SessionOptions } from '../../server/src/inference/session.ts';
import {
  senseVoiceRecipe,
  type SenseVoiceWeights,
} from '../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { tellLayout } from '../../server/src/recognition/engines/senseVoice/senseVoiceLayout.ts';
import {
  openSenseVoiceModel,
  type SenseVoiceModel,
} from '../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import { createSenseVoiceRecognizer } from '../../server/src/recognition/engines/senseVoice/senseVoiceRecognizer.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { goldenFolder } from './golden.ts';

/** SenseVoice's graph with few weights, trained on a language of tones. */
export const toyFolder = path.join(goldenFolder, 'sensevoice/toy');

export interface ToyOptions {
  readonly weights?: SenseVoiceWeights;
  /** Absent: the processor, with one thread. */
  readonly session?: Omit<SessionOptions, 'deviceOutputs'>;
  /** Instead of the toy's own; a text. */
  readonly tokens?: string;
  readonly mvn?: string;
  /** Where its files stay, so that long recordings are heard side by side; absent: they go when it is loaded. */
  readonly folder?: string;
  /** Changes what the graph says about itself. */
  readonly describe?: (description: ToyDescription) => unknown;
}

export interface ToyDescription {
  readonly inputNames: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export type ToyGraph = 'funasr.onnx' | 'sherpa.onnx' | 'funasr.int8.onnx' | 'sherpa.int8.onnx';

/** Prepares a graph of the toy and loads it. */
export async function openToy(graph: ToyGraph, options: ToyOptions = {}): Promise<Recognizer> {
  const { weights = 'asPublished', describe = (description: ToyDescription) => description } = options;
  const tokens = path.join(toyFolder, graph.startsWith('sherpa') ? 'tokens.txt' : 'tokens.json');
  return inFolder(options.folder, async (write) => {
    const made = prepare(graph, weights);
    return createSenseVoiceRecognizer({
      model: 'toy',
      hearsSideBySide: options.folder !== undefined,
      ...(options.session ?? { provider: 'cpu', threadCount: 1 }),
      paths: {
        graph: write('model.onnx', made.graph),
        description: write('model.json', JSON.stringify(describe(made.description))),
        tokens: options.tokens === undefined ? tokens : write('tokens', options.tokens),
        mvn: options.mvn === undefined ? path.join(toyFolder, 'am.mvn') : write('am.mvn', options.mvn),
      },
    });
  });
}

/** The graph alone, without what comes before and after it. */
export async function openToyModel(graph: ToyGraph): Promise<SenseVoiceModel> {
  return inFolder(undefined, async (write) => {
    const made = prepare(graph, 'asPublished');
    const layout = tellLayout(made.description);
    return openSenseVoiceModel(write('model.onnx', made.graph), layout, { provider: 'cpu', threadCount: 1 });
  });
}

function prepare(
  graph: ToyGraph,
  weights: SenseVoiceWeights,
): { readonly graph: Uint8Array; readonly description: ToyDescription } {
  const made = senseVoiceRecipe(weights).rewrite(readFileSync(path.join(toyFolder, graph)));
  return {
    graph: made['model.onnx'] ?? new Uint8Array(),
    description: JSON.parse(Buffer.from(made['model.json'] ?? []).toString()) as ToyDescription,
  };
}

type Write = (name: string, content: string | Uint8Array) => string;

async function inFolder<Result>(
  kept: string | undefined,
  use: (write: Write) => Promise<Result>,
): Promise<Result> {
  const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), 'aloud-toy-'));
  try {
    return await use((name, content) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    });
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true });
  }
}
