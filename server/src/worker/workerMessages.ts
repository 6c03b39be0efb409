import type { RecognitionOptions, RecognizerDescription } from '../../../protocol/recognition.ts';
import type { SynthesizerDescription } from '../../../protocol/synthesis.ts';
import type { SpeechErrorCode } from '../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { RecognizedUtterance } from '../recognition/recognizer.ts';
import type { SynthesizedUtterance, UtteranceRequest } from '../synthesis/synthesizer.ts';

/** What an engine is made of: its id, the files it reads, and where it runs. */
export interface EngineSpec {
  readonly engine: string;
  /** Absolute paths by the names the engine gives them. */
  readonly files: Readonly<Record<string, string>>;
  readonly provider: ExecutionProvider;
  readonly threadCount?: number;
}

/** Calls of the worker: parameters and result of each. All of it survives structured cloning. */
export interface WorkerCalls {
  readonly openRecognizer: { params: EngineSpec; result: Opened<RecognizerDescription> };
  readonly openSynthesizer: { params: EngineSpec; result: Opened<SynthesizerDescription> };
  readonly openVoiceActivity: { params: EngineSpec; result: Opened<null> };
  readonly recognize: {
    params: { readonly handle: number; readonly samples: Float32Array; readonly options: RecognitionOptions };
    result: RecognizedUtterance;
  };
  readonly synthesize: {
    params: { readonly handle: number; readonly request: UtteranceRequest };
    result: SynthesizedUtterance;
  };
  readonly detect: {
    params: { readonly handle: number; readonly samples: Float32Array };
    result: Float32Array;
  };
  readonly dispose: { params: { readonly handle: number }; result: null };
}

export type WorkerMethod = keyof WorkerCalls;

/** An engine in the worker, named by a number from here on. */
export interface Opened<Description> {
  readonly handle: number;
  readonly description: Description;
}

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly method: WorkerMethod; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: WorkerFailure }
  /** One sentence for the user, such as a fallback to another execution provider. */
  | { readonly kind: 'note'; readonly message: string };

/** `code` null: a bug of ours, told with its stack. */
export interface WorkerFailure {
  readonly code: SpeechErrorCode | null;
  readonly message: string;
  readonly hint: string;
  readonly stack: string | null;
}
