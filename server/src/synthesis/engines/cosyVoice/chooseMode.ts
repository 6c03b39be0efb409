import type { Delivery, Emotion } from '../../../../../protocol/expression.ts';
import type { SpeakingStyle } from '../../../../../protocol/speakingStyle.ts';
import { primaryLanguage } from '../../chooseLanguage.ts';
import type { SpeakingMode } from './promptLayout.ts';
import { clipFor, type VoiceClip, type VoiceProfile } from '../../../voices/voiceProfile.ts';

export interface ModeQuestion {
  readonly style?: SpeakingStyle | undefined;
  /** BCP-47, of the text. */
  readonly language: string;
  /** Whether the text has tags. */
  readonly hasTags: boolean;
}

/** How a text is spoken with a voice. */
export interface ChosenMode {
  readonly mode: SpeakingMode;
  readonly clip: VoiceClip;
}

/**
 * One wish is followed at a time, since the model loses itself in several: an instruction before a delivery before an
 * emotion. An emotion that has a clip of its own is spoken with that, which the model follows best. Without a wish the
 * voice goes on from its clip, unless the text is in another language or has tags.
 */
export function chooseMode(
  voice: VoiceProfile,
  { style = {}, language, hasTags }: ModeQuestion,
): ChosenMode | null {
  const { emotion = null, delivery } = style;
  const clip = clipFor(voice, emotion);
  if (clip === undefined) return null;
  const isFelt = emotion !== null && clip.emotion === emotion;
  const instruction =
    shorten(style.instruction ?? '') ??
    (delivery && deliveryInstructions[delivery]) ??
    (emotion === null || isFelt ? undefined : emotionInstructions[emotion]);
  if (instruction !== undefined) return { clip, mode: { kind: 'instruct', instruction } };
  const isSameLanguage = primaryLanguage(language) === primaryLanguage(clip.language);
  if (!isSameLanguage || hasTags) return { clip, mode: { kind: 'crossLingual' } };
  return { clip, mode: { kind: 'zeroShot', transcript: clip.transcript } };
}

/** The first three as the model was trained; the others in their form. */
const emotionInstructions: Readonly<Partial<Record<Emotion, string>>> = {
  happy: '请非常开心地说一句话。',
  sad: '请非常伤心地说一句话。',
  angry: '请非常生气地说一句话。',
  surprised: '请非常惊讶地说一句话。',
  fearful: '请非常恐惧地说一句话。',
  disgusted: '请非常厌恶地说一句话。',
  calm: '请非常平静地说一句话。',
  tender: '请非常温柔地说一句话。',
  excited: '请非常激动地说一句话。',
  serious: '请非常严肃地说一句话。',
};

/** As the model was trained; laughter has a tag. */
const deliveryInstructions: Readonly<Partial<Record<Delivery, string>>> = {
  whispering: 'Please say a sentence in a very soft voice.',
  shouting: 'Please say a sentence as loudly as possible.',
  robotic: '你可以尝试用机器人的方式解答吗？',
};

/** Long instructions are read aloud instead of followed. */
const longestInstruction = 60;

/** Whole sentences as far as they fit; of a first one that is too long, its whole words. */
function shorten(instruction: string): string | undefined {
  const plain = instruction
    .replace(/<\|[^<>|]*\|>/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain.length <= longestInstruction) return plain === '' ? undefined : plain;
  const start = plain.slice(0, longestInstruction);
  const sentences = /^.*[.。!！?？]/u.exec(start)?.[0];
  return sentences ?? /^.*(?=\s)/u.exec(start)?.[0] ?? start;
}
