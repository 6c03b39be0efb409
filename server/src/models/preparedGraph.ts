import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { OnnxFormatError } from '../onnx/onnxFormatError.ts';
import type { InstalledModel } from './installedModel.ts';
import { syncPath } from '../files/partFile.ts';
import { openPreparedFiles } from './preparedFiles.ts';

/** How a published graph becomes the graphs that are run. */
export interface GraphRecipe {
  /** Names the recipe on the disk: lower case, digits and hyphens. */
  readonly id: string;
  /** Raised whenever the same source gives another result. */
  readonly version: number | string;
  /** @returns the prepared graphs by file name, without folders */
  rewrite(bytes: Uint8Array): Record<string, Uint8Array>;
}

export interface PreparedGraphRequest {
  /** One of the model's files. */
  readonly file: string;
  readonly recipe: GraphRecipe;
  /**
   * Makes other files of those that the recipe made, in the same folder.
   *
   * @returns the paths of all that stay
   */
  readonly finish?: (
    preparedPaths: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Compares the prepared graphs with the original and throws where they differ. Runs once, at preparation. */
  readonly check?: (
    originalPath: string,
    preparedPaths: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<void>;
  /** One line for the user: preparation takes a while, or another process does it. */
  readonly onNote?: (note: string) => void;
}

/**
 * The prepared graphs of a model's file, by name, as paths; see `openPreparedFiles`. They are kept only after the check
 * has passed.
 *
 * @throws SpeechError `diskFull`, `cacheNotWritable`, `modelCorrupt`; what the recipe and the check throw
 */
export function openPreparedGraph(
  model: InstalledModel,
  { file, recipe, finish, check, onNote }: PreparedGraphRequest,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  return openPreparedFiles(
    model,
    {
      id: recipe.id,
      version: recipe.version,
      sources: [file],
      async make({ draftFolder }, makingSignal) {
        const bytes = await readFile(model.path(file), { signal: makingSignal });
        const graphs = rewrite(bytes, { recipe, name: `'${file}' of model '${model.id}'` });
        const written: Record<string, string> = {};
        for (const [name, graph] of Object.entries(graphs)) {
          const path = join(draftFolder, name);
          await writeFile(path, graph, { signal: makingSignal });
          written[name] = path;
        }
        const paths = (await finish?.(written, makingSignal)) ?? written;
        for (const path of Object.values(paths)) await syncPath(path, 'r+');
        await check?.(model.path(file), paths, makingSignal);
      },
      ...(onNote && { onNote }),
    },
    signal,
  );
}

function rewrite(
  bytes: Uint8Array,
  { recipe, name }: { readonly recipe: GraphRecipe; readonly name: string },
): Record<string, Uint8Array> {
  try {
    return recipe.rewrite(bytes);
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    throw new SpeechError('modelCorrupt', {
      message: `${name} is a broken graph: ${error.message.replace(/\.$/u, '')}.`,
      hint: 'Pull the model again.',
      cause: error,
    });
  }
}
