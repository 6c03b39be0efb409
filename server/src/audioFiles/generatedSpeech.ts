import type { SoundTags } from '../audio/soundTags.ts';

/** What every file says that holds speech of ours, whichever voice it is; nothing of who it sounds like or what is said. */
export const generatedSpeech: SoundTags = { comment: 'AI-generated speech', software: 'Aloud' };
