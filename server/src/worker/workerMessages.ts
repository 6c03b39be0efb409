import type { RecognizerDescription } from '../../../protocol/recognition.ts';
import type { SynthesizerDescription } from '../../../protocol/synthesis.ts';
import type { SpeechErrorCode, SpeechErrorData } from '../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { RecognizedUtterance, UtteranceOptions } from '../recognition/recognizer.ts';
import type { VoiceActivity, VoiceActivityMemory } from '../recognition/vad/voiceActivityDetector.ts';
import type { SoundListener, SynthesizedUtterance, UtteranceRequest } from '../synthesis/synthesizer.ts';
import type { ClipRecording, VoiceClip } from '../voices/voiceProfile.ts';

/** Which engine, and where it runs. Its files come from the same store as the caller's. */
export interface EngineChoice {
  readonly engine: string;
  readonly provider: ExecutionProvider;
  /** Absent: the physical cores this process may use. */
  readonly threadCount?: number;
}

/**
 * Calls of the worker: parameters and result of each. All of it survives structured cloning, but for `onSound`, which
 * is told by messages.
 */
export interface WorkerCalls {
  readonly openRecognizer: { params: EngineChoice; result: Opened<RecognizerDescription> };
  readonly openSynthesizer: { params: EngineChoice; result: Opened<SynthesizerDescription> };
  readonly openVoiceActivity: { params: null; result: Opened<null> };
  /** Rewrites the graphs of an installed model, where its engine asks for that. */
  readonly prepare: { params: { readonly model: string }; result: null };
  /** Makes clips of a voice, with models that are loaded for it alone. */
  readonly enrollClips: {
    params: { readonly recordings: readonly ClipRecording[] };
    result: readonly VoiceClip[];
  };
  readonly recognize: {
    params: {
      readonly handle: number;
      readonly samples: Float32Array;
      readonly options: Omit<UtteranceOptions, 'vocabulary'>;
      readonly vocabulary?: SentVocabulary;
    };
    /** Null: the worker does not have the vocabulary, or no longer. */
    result: RecognizedUtterance | null;
  };
  readonly synthesize: {
    params: {
      readonly handle: number;
      readonly request: UtteranceRequest;
      readonly onSound?: SoundListener;
    };
    result: SynthesizedUtterance;
  };
  readonly detect: {
    params: {
      readonly handle: number;
      readonly samples: Float32Array;
      readonly memory: VoiceActivityMemory | null;
    };
    result: VoiceActivity;
  };
  readonly dispose: { params: { readonly handle: number }; result: null };
}

/** A vocabulary by its content; the list itself goes along once, and again where the worker asks for it. */
export interface SentVocabulary {
  readonly id: string;
  readonly phrases?: readonly string[];
}

export type WorkerMethod = keyof WorkerCalls;

/** An engine in the worker, named by a number from here on. */
export interface Opened<Description> {
  readonly handle: number;
  readonly description: Description;
}

export type ToWorker =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: WorkerMethod;
      readonly params: unknown;
      /** Sound is wanted while it is made. */
      readonly hearsSound: boolean;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: WorkerFailure }
  /** Of a call that is not answered yet. */
  | { readonly kind: 'sound'; readonly id: number; readonly samples: Float32Array }
  /** A cancelled call has come to its end; there is no answer to it. */
  | { readonly kind: 'ended'; readonly id: number }
  /** One sentence for the user, such as a fallback to another execution provider. */
  | { readonly kind: 'note'; readonly message: string };

/** `code` null: a bug of ours, told with its stack. */
export interface WorkerFailure {
  readonly code: SpeechErrorCode | null;
  readonly message: string;
  readonly hint: string;
  readonly data: SpeechErrorData;
  readonly stack: string | null;
}
