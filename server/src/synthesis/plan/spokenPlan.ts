import type { EngineAbilities } from '../../../../protocol/expression.ts';
import type { SynthesisChunk, SynthesisRequest, SynthesisSummary } from '../../../../protocol/synthesis.ts';
import type { AudioFile } from '../../audioFiles/openAudioFile.ts';
import type { DroppedAbility } from '../../script/lowering/toSynthesisRequest.ts';
import type { MeasuredSpeech } from '../measuredSpeech.ts';

/** Where what a plan needs comes from. */
export interface PlanSources {
  /** Speaks one request with the engine of its voice; engines are opened once and shared by their voices. */
  speak(request: SynthesisRequest, signal: AbortSignal): Promise<MeasuredSpeech>;
  /** What a voice can do. @throws SpeechError unknownVoice */
  abilities(voice: string): EngineAbilities;
  /** Opens a sound that the plan names. @throws SpeechError fileUnreadable, unsupportedAudio */
  openSound(file: string, signal: AbortSignal): Promise<AudioFile>;
  /** Speaks what names no voice. */
  readonly voice: string;
}

/** A piece of a spoken plan. Offsets, of words too, are into the text that the plan was made from. */
export interface PlanChunk extends SynthesisChunk {
  /** Of the plan's items; silence belongs to the item behind it, at the end to the one before it. */
  readonly itemIndex: number;
}

export interface SpokenPlan {
  readonly sampleRateHz: number;
  /** To be read once. */
  readonly chunks: AsyncIterable<PlanChunk>;
  /** What is asked of a voice that it cannot do: each ability once for each voice. */
  readonly dropped: readonly DroppedByVoice[];
  /** Complete when the last chunk was read. */
  summary(): SynthesisSummary;
}

export interface DroppedByVoice extends DroppedAbility {
  readonly voice: string;
}
