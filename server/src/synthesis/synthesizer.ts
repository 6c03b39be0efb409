import type { ProsodySpan, ResolvedProsody } from '../../../protocol/prosody.ts';
import type { SpeakingStyle } from '../../../protocol/speakingStyle.ts';
import type { SpeechEvent, SynthesizerDescription, WordTime } from '../../../protocol/synthesis.ts';
import type { TextRange } from '../text/textRange.ts';

/** One clause for one voice; offsets are into `text`. */
export interface UtteranceRequest {
  readonly text: string;
  readonly voice: string;
  /** BCP-47; absent: the engine tells it from the voice and the letters of the text. */
  readonly language?: string;
  readonly prosody: ResolvedProsody;
  readonly spans: readonly ProsodySpan[];
  /** What an engine cannot do of it is left out. */
  readonly style?: SpeakingStyle;
  /** In order; those that an engine cannot make are left out. */
  readonly events?: readonly SpeechEvent[];
  /**
   * Which try it is; absent: 0. An engine says each one differently, by another seed or a small change, and the same
   * one always alike.
   */
  readonly takeIndex?: number;
  /**
   * Words that were misheard in earlier tries, in order, none within another; absent: none, or it is not known which.
   * An engine that can says these another way; one that draws its takes leaves them out.
   */
  readonly retries?: readonly Retry[];
}

/** A word, or what is written as one, that is said another way than by itself. */
export interface Retry extends TextRange {
  /** From 1, each another way. */
  readonly tryIndex: number;
}

/** Takes sound while it is made: mono, at the description's rate, what follows the earlier pieces. */
export type SoundListener = (samples: Float32Array) => void;

/** Word times and offsets count from the utterance's own start. Silence at both ends is the engine's, untrimmed. */
export interface SynthesizedUtterance {
  /**
   * What was not told before, or all: mono, at `description.sampleRateHz`; peaks as the model makes them, also beyond 1:
   * the pipeline limits them.
   */
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
  /** What it took, where the engine tells. */
  readonly cost?: UtteranceCost;
}

export interface UtteranceCost {
  /** How long each part of the engine has computed, by its name. */
  readonly partsMs: Readonly<Record<string, number>>;
  /** The most that the engine's process has had in memory so far, whoever took it. */
  readonly peakMemoryBytes: number;
}

/**
 * Runs one synthesis model. Everything that crosses it is serialisable, so the same interface serves
 * in-process and across the worker's boundary.
 *
 * Calls may overlap; the synthesizer queues them. After `dispose` every call rejects.
 */
export interface Synthesizer {
  readonly description: SynthesizerDescription;

  /**
   * @param signal   checked before each model call; an abort rejects with its reason
   * @param onSound  of somebody who waits: an engine that can tells sound while it computes, which costs more in all.
   *                 The sound is the same but for rounding. Absent: all comes at the end
   * @throws SpeechError unknownVoice, languageUnsupported, inputTooLong, engineFailed.
   *         A text with nothing to say gives no samples, not an error.
   */
  synthesize(
    request: UtteranceRequest,
    signal: AbortSignal,
    onSound?: SoundListener,
  ): Promise<SynthesizedUtterance>;

  dispose(): Promise<void>;
}
