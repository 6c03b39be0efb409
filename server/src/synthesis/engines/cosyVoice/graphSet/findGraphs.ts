import { readdir, stat } from 'node:fs/promises';
import { SpeechError } from '../../../../../../protocol/errors.ts';
import type { InstalledModel } from '../../../../models/installedModel.ts';
import { readGraphOutline } from '../../../../models/graphOutline.ts';
import { findDifference } from '../../../../onnx/graphSignature.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import { widenHalves } from '../../../../onnx/widenHalves.ts';
import { graphRoles, type GraphRole, type GraphRoleName } from './graphRoles.ts';

/** A graph of a model, its weights left in the file. */
export interface FoundGraph {
  /** One of the model's files. */
  readonly file: string;
  /** In floats of 32 bits. */
  readonly outline: Model;
  /** Whether the file has some in 16. */
  readonly isWidened: boolean;
}

export type FoundGraphs = Readonly<Record<GraphRoleName, FoundGraph>>;

/**
 * Finds the graphs of a split CosyVoice 3 among a model's files, by what they take and give and not by their names. Of
 * several that do the same, the one whose file is smallest serves.
 *
 * @throws SpeechError modelIncompatible (not all are there; the message names one and what is wrong), and as
 *         `readGraphOutline`
 */
export async function findGraphs(model: InstalledModel, signal: AbortSignal): Promise<FoundGraphs> {
  const graphs: FoundGraph[] = [];
  for (const file of await listGraphFiles(model)) {
    const outline = await readGraphOutline(model, file, signal);
    graphs.push({ file, outline, isWidened: widenHalves(outline) });
  }
  const taken = new Set<FoundGraph>();
  const found = Object.fromEntries(
    Object.entries<GraphRole>(graphRoles).map(([name, role]) => {
      const fitting = graphs.filter((graph) => !taken.has(graph) && differenceOf(graph, role) === undefined);
      for (const graph of fitting) taken.add(graph);
      const [graph] = fitting;
      if (graph === undefined) throw incomplete(model.id, role, graphs);
      return [name, graph];
    }),
  );
  return found as FoundGraphs;
}

/** Those of a model, the smallest first. */
export async function listGraphFiles(model: InstalledModel): Promise<string[]> {
  const entries = await readdir(model.folder, { recursive: true });
  const names = entries.map((entry) => entry.replaceAll('\\', '/'));
  const files = names.filter((name) => name.endsWith('.onnx') && isOf(model, name));
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(file, (await stat(model.path(file))).size);
  return files.toSorted((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
}

/** Whether the file is one that was verified. */
function isOf(model: InstalledModel, file: string): boolean {
  try {
    return model.path(file) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function differenceOf({ outline: { graph } }: FoundGraph, { signature }: GraphRole): string | undefined {
  return graph === undefined ? 'it has no graph' : findDifference(graph, signature);
}

function incomplete(modelId: string, role: GraphRole, graphs: readonly FoundGraph[]): SpeechError {
  const named = graphs.find(({ file }) => file.split('/').at(-1)?.startsWith(role.stem));
  const difference = named && differenceOf(named, role);
  return new SpeechError('modelIncompatible', {
    message:
      named === undefined || difference === undefined
        ? `The model '${modelId}' has no graph ${role.stem}.onnx, nor another that does the same.`
        : `The graph ${named.file} of '${modelId}' cannot be used: ${difference}.`,
    hint: 'Take all graphs of CosyVoice 3 from one place; docs/cosyvoice.md says which sets can be used.',
  });
}
