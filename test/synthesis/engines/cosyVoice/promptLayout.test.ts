import { expect, test } from 'vitest';
import {
  createPrefill,
  layOutPrompt,
  type SpeakingMode,
} from '../../../../server/src/synthesis/engines/cosyVoice/promptLayout.ts';

const assistant = 'You are a helpful assistant.';
const end = '<|endofprompt|>';

test.each<{ mode: SpeakingMode; version: 2 | 3; prompt: string; spoken: string; clip: string }>([
  {
    mode: { kind: 'zeroShot', transcript: '希望。' },
    version: 2,
    prompt: '希望。',
    spoken: 'hi',
    clip: 'both',
  },
  {
    mode: { kind: 'zeroShot', transcript: '希望。' },
    version: 3,
    prompt: `${assistant}${end}希望。`,
    spoken: 'hi',
    clip: 'both',
  },
  { mode: { kind: 'crossLingual' }, version: 2, prompt: '', spoken: 'hi', clip: 'flow' },
  { mode: { kind: 'crossLingual' }, version: 3, prompt: '', spoken: `${assistant}${end}hi`, clip: 'flow' },
  {
    mode: { kind: 'instruct', instruction: '用开心的语气说' },
    version: 2,
    prompt: `用开心的语气说${end}`,
    spoken: 'hi',
    clip: 'flow',
  },
  {
    mode: { kind: 'instruct', instruction: '请用四川话表达。' },
    version: 3,
    prompt: `${assistant} 请用四川话表达。${end}`,
    spoken: 'hi',
    clip: 'flow',
  },
  { mode: { kind: 'speakerOnly' }, version: 2, prompt: '', spoken: 'hi', clip: 'none' },
  { mode: { kind: 'speakerOnly' }, version: 3, prompt: `${assistant}${end}`, spoken: 'hi', clip: 'none' },
])('version $version, $mode.kind', ({ mode, version, prompt, spoken, clip }) => {
  const layout = layOutPrompt('hi', mode, version);
  expect(layout).toEqual({
    promptText: prompt,
    spokenText: spoken,
    continuesClip: clip === 'both',
    flowContinuesClip: clip !== 'none',
  });
  const encode = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
  expect(createPrefill(layout, encode, [11, 12])).toEqual({
    textIds: encode(prompt + spoken),
    speechIds: clip === 'both' ? [11, 12] : [],
    spokenTextCount: spoken.length,
  });
});
