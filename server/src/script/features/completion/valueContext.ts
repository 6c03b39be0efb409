import type { SpeechAbility } from '../../../../../protocol/expression.ts';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import type { SpeakingVoice } from '../voiceAtPlace.ts';

/** What a value is wanted for. */
export interface ValueContext {
  readonly document: ScriptDocument;
  /** Who would say it. */
  readonly voice: SpeakingVoice;
  readonly replaces: TextRange;
  /** Of the attribute; the kind's own where there is none. */
  readonly name?: string;
  /** BCP-47: what a voice is wanted for; absent: the script's. */
  readonly language?: string;
  /** What a voice is to do. */
  readonly asked?: ReadonlySet<SpeechAbility>;
}
