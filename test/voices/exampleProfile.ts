import type { ClipRecording, VoiceClip, VoiceProfile } from '../../server/src/voices/voiceProfile.ts';

/** 120 ms of no emotion. */
export const exampleClip: VoiceClip = {
  emotion: null,
  transcript: '希望你以后能够做的比我还好呦。',
  language: 'zh',
  tokens: Int32Array.of(0, 6560, 17),
  mel: Float32Array.from({ length: 3 * 2 * 80 }, (_, index) => -index / 100),
  embedding: Float32Array.from({ length: 192 }, (_, index) => Math.sin(index)),
};

/** With a happy clip of 40 ms. */
export const exampleProfile: VoiceProfile = {
  name: 'Mei',
  consent: { statement: 'My own voice.', statedAt: '2026-11-26T22:00:00.000Z' },
  clips: [
    exampleClip,
    {
      ...exampleClip,
      emotion: 'happy',
      transcript: '太好了！',
      tokens: Int32Array.of(5),
      mel: exampleClip.mel.slice(0, 160),
    },
  ],
};

/** Every recording becomes the example clip, with what is said of it. */
export function enrollAlike(recordings: readonly ClipRecording[]): Promise<readonly VoiceClip[]> {
  return Promise.resolve(
    recordings.map(({ transcript, language, emotion }) => ({
      ...exampleClip,
      transcript,
      language,
      emotion,
    })),
  );
}
