import { SpeechError } from '../../../protocol/errors.ts';
import { emotions, type Emotion } from '../../../protocol/expression.ts';
import { z } from 'zod';
import type { ClipSound } from './assertUsableSound.ts';

/** A voice made from clips, as CosyVoice needs it: the models that look at a clip are not needed again. */
export interface VoiceProfile {
  readonly name: string;
  /** Whose voice it is, in the words of who made the profile. */
  readonly consent: Consent;
  /** At least one, the first of no emotion. */
  readonly clips: readonly VoiceClip[];
}

export interface Consent {
  readonly statement: string;
  /** ISO 8601. */
  readonly statedAt: string;
}

/** A recording of a voice. */
export interface ClipRecording extends ClipSound {
  /** Exactly what is said in it. */
  readonly transcript: string;
  /** BCP-47. */
  readonly language: string;
  /** That is spoken with it; null: whatever has no clip of its own. */
  readonly emotion: Emotion | null;
}

/** What the models know of a clip. */
export interface VoiceClip {
  /** The emotion that is spoken with it; null: whatever has no clip of its own. */
  readonly emotion: Emotion | null;
  /** Exactly what is said in it. */
  readonly transcript: string;
  /** BCP-47. */
  readonly language: string;
  /** Speech tokens of 40 ms, n of them. */
  readonly tokens: Int32Array;
  /** Row-major [2 n, 80]. */
  readonly mel: Float32Array;
  /** [192]. */
  readonly embedding: Float32Array;
}

export const bandCount = 80;
export const framesPerToken = 2;
export const embeddingSize = 192;
/** Of a speech token. */
export const tokenMs = 40;
const speechTokenCount = 6561;
/** A clip of 30 s. */
export const mostTokens = 750;

export const profileHeaderSchema = z.strictObject({
  name: z.string().min(1).max(200),
  consent: z.strictObject({ statement: z.string().trim().min(1).max(2000), statedAt: z.iso.datetime() }),
  clips: z
    .array(
      z.strictObject({
        emotion: z.enum(emotions).nullable(),
        transcript: z.string().min(1).max(2000),
        language: z.string().min(1).max(64),
        tokenCount: z.int().min(1).max(mostTokens),
      }),
    )
    .min(1)
    .max(emotions.length + 1),
});

/** What a profile's file says of it, before the numbers. */
export type ProfileHeader = z.infer<typeof profileHeaderSchema>;

/**
 * Brings what the enrolment models gave into one length: a token of 40 ms has two frames of 20 ms.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/frontend.py, frontend_zero_shot.
 *
 * @param mel  row-major [frames, 80]
 */
export function alignClip(
  tokens: readonly number[],
  mel: Float32Array,
): { readonly tokens: Int32Array; readonly mel: Float32Array } {
  const frameCount = mel.length / bandCount;
  const count = Math.min(Math.floor(frameCount / framesPerToken), tokens.length);
  return {
    tokens: Int32Array.from(tokens.slice(0, count)),
    mel: mel.slice(0, count * framesPerToken * bandCount),
  };
}

/** @throws SpeechError invalidInput: without a statement of whose voice it is, there is no voice; nor without a clip */
export function assertVoiceProfile(profile: VoiceProfile): void {
  assertStated(profile.name, profile.consent.statement);
  const found = profileHeaderSchema.safeParse(headerOf(profile));
  if (found.success && profile.clips.every(hasSizes) && isDistinct(profile.clips)) return;
  throw new SpeechError('invalidInput', {
    message: `The voice "${profile.name}" is not complete.`,
    hint: 'Give it a name, and for each emotion one clip of up to 30 s with its transcript, one of them of no emotion.',
  });
}

/** @throws SpeechError invalidInput */
export function assertStated(name: string, statement: string): void {
  if (statement.trim() !== '') return;
  throw new SpeechError('invalidInput', {
    message: `The voice "${name}" has no statement of whose voice it is.`,
    hint: 'A voice belongs to a person: say whose it is and that they agree, such as --whose "My own voice".',
  });
}

export function headerOf({ name, consent, clips }: VoiceProfile): ProfileHeader {
  return {
    name,
    consent: { ...consent },
    clips: clips.map(({ emotion, transcript, language, tokens }) => ({
      emotion,
      transcript,
      language,
      tokenCount: tokens.length,
    })),
  };
}

function hasSizes({ tokens, mel, embedding }: VoiceClip): boolean {
  return (
    mel.length === tokens.length * framesPerToken * bandCount &&
    embedding.length === embeddingSize &&
    tokens.every((token) => token >= 0 && token < speechTokenCount) &&
    mel.every(Number.isFinite) &&
    embedding.every(Number.isFinite)
  );
}

function isDistinct(clips: readonly VoiceClip[]): boolean {
  return clips[0]?.emotion === null && new Set(clips.map(({ emotion }) => emotion)).size === clips.length;
}

/** The clip that an emotion is spoken with. */
export function clipFor({ clips }: VoiceProfile, emotion: Emotion | null): VoiceClip | undefined {
  return clips.find((clip) => clip.emotion === emotion) ?? clips[0];
}
