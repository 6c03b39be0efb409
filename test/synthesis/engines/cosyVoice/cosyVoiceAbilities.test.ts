import { expect, test } from 'vitest';
import { deliveries, emotions, soundEvents } from '../../../../protocol/expression.ts';
import type { SpeakingStyle } from '../../../../protocol/speakingStyle.ts';
import { chooseMode } from '../../../../server/src/synthesis/engines/cosyVoice/chooseMode.ts';
import { cosyVoiceAbilities } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceAbilities.ts';
import { markText } from '../../../../server/src/synthesis/engines/cosyVoice/text/markText.ts';
import { createPhoneTags } from '../../../../server/src/synthesis/engines/cosyVoice/text/phoneTags.ts';
import { createSpecialTokens } from '../../../../server/src/synthesis/engines/cosyVoice/text/specialTokens.ts';

const tokens = createSpecialTokens(3);
const voice = {
  name: 'Mei',
  consent: { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' },
  clips: [
    {
      emotion: null,
      transcript: '希望。',
      language: 'zh',
      tokens: Int32Array.of(1),
      mel: new Float32Array(160),
      embedding: new Float32Array(192),
    },
  ],
};

test.each(soundEvents)('the sound %s is a token of the model, or said to be none', (event) => {
  const marked = markText({ text: '', spans: [], events: [{ offset: 0, event }] }, null, createPhoneTags());
  const isHeard = cosyVoiceAbilities[`event:${event}`].support !== 'none';
  expect(tokens.has(marked)).toBe(isHeard);
});

const isInstructed = (style: SpeakingStyle): boolean =>
  chooseMode(voice, { style, language: 'zh', hasTags: false })?.mode.kind === 'instruct';

test.each(emotions.filter((emotion) => emotion !== 'neutral'))('the model is told to be %s', (emotion) => {
  expect(cosyVoiceAbilities[`emotion:${emotion}`].support).not.toBe('none');
  expect(isInstructed({ emotion })).toBe(true);
});

// Laughter is a tag.
test.each(deliveries.filter((delivery) => delivery !== 'laughing'))(
  '%s is told, or said to be none',
  (delivery) => {
    expect(isInstructed({ delivery })).toBe(cosyVoiceAbilities[`delivery:${delivery}`].support !== 'none');
  },
);
