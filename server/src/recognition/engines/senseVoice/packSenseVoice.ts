import { rm } from 'node:fs/promises';
import path from 'node:path';
import { packGraph } from '../../../inference/packGraph.ts';
import { preparedFiles } from './graphRecipe.ts';

/** What stands for the prepared graph once it is packed. */
export const packedFiles = { graph: 'packed.onnx', weights: 'packed.weights' } as const;

/**
 * Packs a prepared graph, so that sessions share its weights, and removes it. Where that cannot be done, as on a disk
 * that is nearly full, it stays as it is, which is slower to load and takes more memory, and no more.
 *
 * @returns the files that stay
 */
export async function packSenseVoice(
  paths: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { [preparedFiles.graph]: graph, ...others } = paths;
  if (graph === undefined) return paths;
  const beside = (name: string): string => path.join(path.dirname(graph), name);
  const packed = {
    [packedFiles.graph]: beside(packedFiles.graph),
    [packedFiles.weights]: beside(packedFiles.weights),
  };
  try {
    await packGraph({ from: graph, to: beside(packedFiles.graph), weightsName: packedFiles.weights });
    await rm(graph);
    return { ...packed, ...others };
  } catch {
    for (const file of Object.values(packed)) await rm(file, { force: true });
    return paths;
  }
}
