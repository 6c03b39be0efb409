import type { InstalledModel } from '../../../models/installedModel.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import { checkKokoroGraphs } from './checkKokoroGraphs.ts';
import {
  kokoroFloatGraphRecipe,
  kokoroGraphRecipe,
  type KokoroArithmetic,
  type KokoroGraphFile,
} from './graphRecipe.ts';
import { catalogVoiceIds } from './kokoroVoices.ts';

/** What a Kokoro synthesizer reads. */
export interface KokoroFiles {
  readonly graphPaths: Readonly<Record<KokoroGraphFile, string>>;
  readonly vocabularyPath: string;
  /** By voice id. */
  readonly voicePaths: ReadonlyMap<string, string>;
}

export interface KokoroFilesOptions {
  /** Absent: integer, for the processor. */
  readonly arithmetic?: KokoroArithmetic;
  readonly onNote?: (note: string) => void;
}

const publishedGraph = 'kokoro-quantized.onnx';

/**
 * The files of an installed Kokoro, its graphs prepared: rewritten once per machine and checked against the
 * published graph; afterwards this only looks that they are there.
 *
 * @throws SpeechError as `openPreparedGraph`
 */
export async function openKokoroFiles(
  model: InstalledModel,
  { arithmetic = 'integer', onNote }: KokoroFilesOptions,
  signal: AbortSignal,
): Promise<KokoroFiles> {
  const prepared = await openPreparedGraph(
    model,
    {
      file: publishedGraph,
      recipe: arithmetic === 'integer' ? kokoroGraphRecipe : kokoroFloatGraphRecipe,
      check: (publishedPath, preparedPaths) => {
        const voicePath = model.path('voices/af_heart.bin');
        const graphPaths = pathsOf(preparedPaths);
        return checkKokoroGraphs({ publishedPath, graphPaths, voicePath }, signal);
      },
      ...(onNote !== undefined && { onNote }),
    },
    signal,
  );
  return {
    graphPaths: pathsOf(prepared),
    vocabularyPath: model.path('tokenizer.json'),
    voicePaths: new Map(catalogVoiceIds(model.id).map((id) => [id, model.path(`voices/${id}.bin`)])),
  };
}

function pathsOf(prepared: Readonly<Record<string, string>>): Record<KokoroGraphFile, string> {
  const path = (file: KokoroGraphFile): string => {
    const found = prepared[file];
    if (found === undefined) throw new Error(`The Kokoro recipe made no "${file}".`);
    return found;
  };
  return {
    'duration.onnx': path('duration.onnx'),
    'contour.onnx': path('contour.onnx'),
    'decoder.onnx': path('decoder.onnx'),
  };
}
