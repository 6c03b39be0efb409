import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { writeModel, type Model } from '../../server/src/onnx/onnxModel.ts';

/** Graphs in a folder as an installed model, which has no other file. */
export async function installGraphs(
  folder: string,
  graphs: Readonly<Record<string, Model>>,
): Promise<InstalledModel> {
  for (const [name, graph] of Object.entries(graphs))
    await writeFile(path.join(folder, name), writeModel(graph));
  const place = (name: string): string => {
    if (graphs[name] === undefined) throw new RangeError(`The toy has no file '${name}'.`);
    return path.join(folder, name);
  };
  return {
    id: 'toy',
    folder,
    path: place,
    sha256: (name) =>
      createHash('sha256')
        .update(readFileSync(place(name)))
        .digest('hex'),
  };
}
