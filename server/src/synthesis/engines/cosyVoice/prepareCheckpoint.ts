import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { syncPath } from '../../../files/partFile.ts';
import { openPreparedFiles, type PreparedPlaces } from '../../../models/preparedFiles.ts';
import { writeModel, type Model } from '../../../onnx/onnxModel.ts';
import {
  planQuantizedFile,
  writeQuantizedFile,
  type QuantizedFile,
  type QuantizedKind,
} from './graph/quantizedFile.ts';
import type { WeightFiles } from './graph/checkpointLayers.ts';

/** How graphs are made of a checkpoint. */
export interface CheckpointRecipe {
  /** Names the folder: lower case, digits and hyphens. */
  readonly id: string;
  /** Raised whenever the same checkpoint gives other files. */
  readonly version: number;
  /** One of the model's files. */
  readonly file: string;
  /** Other files of the model that the graphs follow from. */
  readonly alsoFrom?: readonly string[];
  /** See `CheckpointOptions`. */
  readonly dropPrefix?: string;
  /** Products in 8 bits, written beside the graphs; absent: all in floats. */
  readonly quantize?: {
    readonly kind: QuantizedKind;
    readonly parts: (checkpoint: Checkpoint) => readonly string[];
  };
  /** @returns graphs by file name */
  readonly build: (checkpoint: Checkpoint, files: WeightFiles) => Readonly<Record<string, Model>>;
}

/**
 * The graphs of a checkpoint, by name, as paths. They name places in files of the model's folder, which a session must
 * be told (`SessionOptions.dataFolder`).
 *
 * @throws SpeechError as `openPreparedFiles`, `openCheckpoint` and the builders
 */
export function prepareCheckpoint(
  model: InstalledModel,
  recipe: CheckpointRecipe & { readonly onNote?: (note: string) => void },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const { id, version, file, alsoFrom = [], onNote } = recipe;
  return openPreparedFiles(
    model,
    {
      id,
      version,
      sources: [file, ...alsoFrom],
      make: (places, makingSignal) => makeFiles(model, recipe, { ...places, signal: makingSignal }),
      ...(onNote && { onNote }),
    },
    signal,
  );
}

interface Making extends PreparedPlaces {
  readonly signal: AbortSignal;
}

async function makeFiles(
  model: InstalledModel,
  { file: source, dropPrefix = '', quantize, build }: CheckpointRecipe,
  { draftFolder, folder, signal }: Making,
): Promise<void> {
  /** From the model's folder, as graphs name files. */
  const locate = (file: string): string => path.relative(model.folder, file).replaceAll(path.sep, '/');
  const checkpoint = await openCheckpoint(model.path(source), signal, { dropPrefix });
  try {
    const files: { location: string; quantized?: QuantizedFile & { location: string } } = {
      location: locate(model.path(source)),
    };
    if (quantize !== undefined) {
      const name = `${path.parse(source).name}.${quantize.kind}`;
      const plan = planQuantizedFile(checkpoint, quantize.kind, quantize.parts(checkpoint));
      await writeQuantizedFile(checkpoint, plan, { file: path.join(draftFolder, name), signal });
      files.quantized = { ...plan, location: locate(path.join(folder, name)) };
    }
    for (const [name, graph] of Object.entries(build(checkpoint, files))) {
      const graphPath = path.join(draftFolder, name);
      await writeFile(graphPath, writeModel(graph), { signal });
      await syncPath(graphPath, 'r+');
    }
  } finally {
    await checkpoint.close();
  }
}
