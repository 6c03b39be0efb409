import { SpeechError } from '../../../protocol/errors.ts';
import { nearestNames } from '../text/nearestNames.ts';

export interface VoicesToName {
  /** Of the models, and of clips; those of another engine than is wished left out. */
  readonly preset: readonly string[];
  readonly own: readonly string[];
  /** Of a blend. */
  readonly isPart: boolean;
  /** Whether one that is made of a clip would do. */
  readonly canBeMade: boolean;
}

/** @returns with the nearest of the voices that there are */
export function createUnknownVoiceError(
  name: string,
  { preset, own, isPart, canBeMade }: VoicesToName,
): SpeechError {
  if (isPart && own.includes(name))
    return new SpeechError('unknownVoice', {
      message: `The voice "${name}" was made of a clip and cannot be blended with others.`,
      hint: 'Name it alone.',
    });
  const near = nearestNames(name, [...preset, ...(canBeMade ? own : [])]);
  const suggestion = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
  const making = canBeMade ? '; `aloud voices add` makes one of a clip' : '';
  return new SpeechError('unknownVoice', {
    message: `There is no voice "${name}".`,
    hint: `${suggestion}\`aloud voices\` lists all${making}.`,
  });
}
