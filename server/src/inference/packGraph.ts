import path from 'node:path';
import { toModelLoadError } from './inferenceErrors.ts';
import { ort } from './onnxRuntime.ts';

/** What a packed graph is made for: another version may fuse other steps. */
export const runtimeVersion: string = ort.env.versions.node ?? ort.env.versions.common;

export interface PackedGraph {
  readonly from: string;
  /** The graph without its weights. */
  readonly to: string;
  /** Name of the file beside it for the weights, twice: as they were, and laid out as this processor multiplies them. */
  readonly weightsName: string;
}

/**
 * Writes a graph as ONNX Runtime has it in memory, so that it need not be made again: it loads in a third of the time,
 * and its weights are read where they lie in the file, by all sessions together, instead of a copy for each. On a
 * processor that multiplies in another layout they are laid out anew when it is loaded, as those of any graph.
 *
 * @throws SpeechError as `createSession`
 */
export async function packGraph({ from, to, weightsName }: PackedGraph): Promise<void> {
  ort.env.logLevel = 'fatal';
  try {
    const session = await ort.InferenceSession.create(from, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      // Not the layouts of this processor, which would be wrong on another: they are made when the graph is loaded.
      graphOptimizationLevel: 'extended',
      logSeverityLevel: 4,
      optimizedModelFilePath: path.resolve(to),
      extra: {
        'session.save_external_prepacked_constant_initializers': '1',
        'session.optimized_model_external_initializers_file_name': weightsName,
        'session.optimized_model_external_initializers_min_size_in_bytes': '1024',
      },
    });
    await session.release();
  } catch (error) {
    throw await toModelLoadError(from, error, 'cpu');
  }
}
