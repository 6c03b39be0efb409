import type { CosyVoiceVersion } from './cosyVoiceVersion.ts';
import { endOfPrompt } from './text/specialTokens.ts';

/**
 * How a voice is given to the language model: by its clip and what is said in it; by neither, for a clip of another
 * language or a text with tags; with an instruction in place of both; or by the speaker vector of the flow alone.
 */
export type SpeakingMode =
  | { readonly kind: 'zeroShot'; readonly transcript: string }
  | { readonly kind: 'crossLingual' }
  | { readonly kind: 'instruct'; readonly instruction: string }
  | { readonly kind: 'speakerOnly' };

/** What the models read beside the text. */
export interface PromptLayout {
  /** Comes first, unspoken. */
  readonly promptText: string;
  /** What is spoken; its tokens bound the length of the speech. */
  readonly spokenText: string;
  /** Whether the language model goes on from the speech tokens of the clip. */
  readonly continuesClip: boolean;
  /** Whether the flow goes on from the clip; the speaker vector it always has. */
  readonly flowContinuesClip: boolean;
}

/**
 * CosyVoice 3 must read its end of prompt once, in any mode: without it, it speaks at random.
 *
 * @param text  one segment, cleaned
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/frontend.py and example.py.
 */
export function layOutPrompt(text: string, mode: SpeakingMode, version: CosyVoiceVersion): PromptLayout {
  const preamble = version === 3 ? assistant + endOfPrompt : '';
  const layout = { promptText: '', spokenText: text, continuesClip: false, flowContinuesClip: true };
  switch (mode.kind) {
    case 'zeroShot':
      return { ...layout, promptText: preamble + mode.transcript, continuesClip: true };
    case 'crossLingual':
      return { ...layout, spokenText: preamble + text };
    case 'instruct': {
      const address = version === 3 ? `${assistant} ` : '';
      return { ...layout, promptText: address + mode.instruction + endOfPrompt };
    }
    case 'speakerOnly':
      return { ...layout, promptText: preamble, flowContinuesClip: false };
  }
}

const assistant = 'You are a helpful assistant.';

/** What the language model reads before it speaks, in this order; the marks between are rows of its own tables. */
export interface PrefillTokens {
  readonly textIds: readonly number[];
  readonly speechIds: readonly number[];
  /** Of the text that is spoken. */
  readonly spokenTextCount: number;
}

/** @param clipTokens  the speech tokens of the clip */
export function createPrefill(
  layout: PromptLayout,
  encode: (text: string) => readonly number[],
  clipTokens: readonly number[],
): PrefillTokens {
  const spoken = encode(layout.spokenText);
  return {
    textIds: [...encode(layout.promptText), ...spoken],
    speechIds: layout.continuesClip ? [...clipTokens] : [],
    spokenTextCount: spoken.length,
  };
}
