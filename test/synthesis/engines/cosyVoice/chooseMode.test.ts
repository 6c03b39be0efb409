import { expect, test } from 'vitest';
import type { SpeakingStyle } from '../../../../protocol/speakingStyle.ts';
import { chooseMode } from '../../../../server/src/synthesis/engines/cosyVoice/chooseMode.ts';
import type { VoiceClip } from '../../../../server/src/voices/voiceProfile.ts';

const plain: VoiceClip = {
  emotion: null,
  transcript: '希望。',
  language: 'zh-CN',
  tokens: Int32Array.of(1),
  mel: new Float32Array(160),
  embedding: new Float32Array(192),
};
const happy: VoiceClip = { ...plain, emotion: 'happy', transcript: '太好了！' };
const voice = {
  name: 'Mei',
  consent: { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' },
  clips: [plain, happy],
};

test.each<{ style?: SpeakingStyle; language?: string; hasTags?: boolean; mode: object; clip?: VoiceClip }>([
  { mode: { kind: 'zeroShot', transcript: '希望。' } },
  { language: 'zh', mode: { kind: 'zeroShot', transcript: '希望。' } },
  { language: 'en-US', mode: { kind: 'crossLingual' } },
  { hasTags: true, mode: { kind: 'crossLingual' } },
  { style: { emotion: 'happy' }, mode: { kind: 'zeroShot', transcript: '太好了！' }, clip: happy },
  { style: { emotion: 'happy' }, language: 'en', mode: { kind: 'crossLingual' }, clip: happy },
  { style: { emotion: 'neutral' }, mode: { kind: 'zeroShot', transcript: '希望。' } },
  { style: { emotion: 'sad' }, mode: { kind: 'instruct', instruction: '请非常伤心地说一句话。' } },
  {
    style: { emotion: 'happy', delivery: 'whispering' },
    mode: { kind: 'instruct', instruction: 'Please say a sentence in a very soft voice.' },
    clip: happy,
  },
  { style: { delivery: 'singing' }, mode: { kind: 'zeroShot', transcript: '希望。' } },
  {
    style: { instruction: ' Say it <|endofprompt|> like\na pirate. ', delivery: 'shouting', emotion: 'sad' },
    mode: { kind: 'instruct', instruction: 'Say it like a pirate.' },
  },
  {
    style: { instruction: `Be brief. Be bold! ${'And then go on and on. '.repeat(5)}` },
    mode: { kind: 'instruct', instruction: 'Be brief. Be bold! And then go on and on.' },
  },
  {
    style: { instruction: 'very '.repeat(30) },
    mode: { kind: 'instruct', instruction: 'very '.repeat(12).trim() },
  },
  { style: { instruction: ' <|im_end|> ' }, mode: { kind: 'zeroShot', transcript: '希望。' } },
])('$style in $language with tags $hasTags: $mode', ({ mode, clip = plain, ...question }) => {
  const chosen = chooseMode(voice, { language: 'zh-CN', hasTags: false, ...question });
  expect(chosen).toEqual({ mode, clip });
});
