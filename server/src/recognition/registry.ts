import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { FallbackNote } from '../inference/session.ts';
import type { InstalledModel } from '../models/modelStore.ts';
import type { Recognizer } from './recognizer.ts';

/** One family of models and the code that runs it. */
export interface RecognitionEngine {
  /** What the user types, such as `moonshine`. */
  readonly id: string;
  /** Catalog id of the model it runs. */
  readonly model: string;
  /** @throws SpeechError modelCorrupt, modelIncompatible, outOfMemory, engineFailed */
  open(model: InstalledModel, options: RecognizerOptions): Promise<Recognizer>;
}

export interface RecognizerOptions {
  readonly provider: ExecutionProvider;
  /** Absent: the physical cores this process may use. */
  readonly threadCount?: number;
  readonly onFallback?: (note: FallbackNote) => void;
}

/** The engines of this installation, each registered once. */
export interface RecognitionRegistry {
  readonly engines: readonly RecognitionEngine[];
  /** @throws SpeechError unknownModel */
  engine(id: string): RecognitionEngine;
}

export function createRecognitionRegistry(engines: readonly RecognitionEngine[]): RecognitionRegistry {
  const byId = new Map(engines.map((engine) => [engine.id, engine]));
  if (byId.size < engines.length) {
    throw new Error('Two recognition engines have the same id.');
  }
  return {
    engines,
    engine(id) {
      const engine = byId.get(id);
      if (engine === undefined) {
        throw new SpeechError('unknownModel', {
          message: `There is no recognition engine "${id}".`,
          hint: `The engines are: ${[...byId.keys()].join(', ')}.`,
        });
      }
      return engine;
    },
  };
}
