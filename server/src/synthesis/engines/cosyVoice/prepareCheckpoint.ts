import { copyFile, link, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { syncPath } from '../../../models/partFile.ts';
import { openPreparedFiles } from '../../../models/preparedFiles.ts';
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
 * The graphs of a checkpoint, by name, as paths. They lie in one folder with the checkpoint, of which they name places: as
 * a second name of the same file, or a copy where the disk has no such thing.
 *
 * @throws SpeechError as `openPreparedFiles`, `openCheckpoint` and the builders
 */
export function prepareCheckpoint(
  model: InstalledModel,
  recipe: CheckpointRecipe & { readonly onNote?: (note: string) => void },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const { id, version, file, onNote } = recipe;
  return openPreparedFiles(
    model,
    {
      id,
      version,
      sources: [file],
      make: (folder, makingSignal) => makeFiles(model, recipe, { folder, signal: makingSignal }),
      ...(onNote && { onNote }),
    },
    signal,
  );
}

interface Making {
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function makeFiles(
  model: InstalledModel,
  { file, dropPrefix = '', quantize, build }: CheckpointRecipe,
  { folder, signal }: Making,
): Promise<void> {
  const source = await realpath(model.path(file));
  const place = path.join(folder, file);
  await link(source, place).catch(() => copyFile(source, place));
  const checkpoint = await openCheckpoint(place, signal, { dropPrefix });
  try {
    const files: { location: string; quantized?: QuantizedFile & { location: string } } = { location: file };
    if (quantize !== undefined) {
      const location = `${path.parse(file).name}.${quantize.kind}`;
      const plan = planQuantizedFile(checkpoint, quantize.kind, quantize.parts(checkpoint));
      await writeQuantizedFile(checkpoint, plan, { file: path.join(folder, location), signal });
      files.quantized = { ...plan, location };
    }
    for (const [name, graph] of Object.entries(build(checkpoint, files))) {
      const graphPath = path.join(folder, name);
      await writeFile(graphPath, writeModel(graph), { signal });
      await syncPath(graphPath, 'r+');
    }
  } finally {
    await checkpoint.close();
  }
}
