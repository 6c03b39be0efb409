import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import type { Recognizer } from '../../../server/src/recognition/recognizer.ts';
import { createEnergyDetector } from '../../support/energyDetector.ts';
import { hasGolden } from '../../support/golden.ts';
import { dictateSimulated } from '../../support/simulatedDictation.ts';
import { openToy } from '../../support/senseVoiceToy.ts';
import { readToyClips, readToyWav } from '../../support/toyClips.ts';

const clips = hasGolden ? readToyClips() : [];

describe.skipIf(!hasGolden)('SenseVoice dictates a made-up language', () => {
  let recognizer: Recognizer;
  const voiceActivity = createEnergyDetector();

  beforeAll(async () => {
    recognizer = await openToy('sherpa.onnx');
  });
  afterAll(() => recognizer.dispose());

  test.each(clips)('$wav: $text', async ({ wav, text, head: [language = '', emotion = '', event] }) => {
    const heard = await dictateSimulated(readToyWav(wav), { recognizer, voiceActivity });
    expect(heard.finals.map(({ segment }) => segment)).toEqual(heard.offline);
    if (text === '') return;
    const [segment] = heard.offline;
    expect(heard.text.replace(/[.。]$/u, '')).toBe(text.replace(/[.。]$/u, ''));
    expect(segment?.language).toBe(language.slice(2, -2));
    expect(segment?.emotion).toBe(emotion.slice(2, -2).toLowerCase());
    expect(segment?.events?.map(({ type }) => type)).toEqual(event === '<|BGM|>' ? ['music'] : []);
  });

  test('ten utterances: each in its language, as the recording as a whole', async () => {
    const calls: RecognitionOptions[] = [];
    const watched: Recognizer = {
      ...recognizer,
      recognize(samples, options, signal) {
        calls.push(options);
        return recognizer.recognize(samples, options, signal);
      },
    };
    const heard = await dictateSimulated(readToyWav('long.wav'), { recognizer: watched, voiceActivity });
    expect(heard.finals).toHaveLength(10);
    expect(heard.text).toBe(heard.offlineText);
    expect(heard.finals.map(({ segment }) => segment.language)).toEqual([
      'en',
      'zh',
      'en',
      'en',
      'zh',
      'zh',
      'zh',
      'zh',
      'zh',
      'zh',
    ]);
    const committed = heard.events.filter((told) => told.kind === 'partial' && told.committedText !== '');
    expect(committed.length).toBeGreaterThanOrEqual(10);
    const told = calls.map(({ language }) => language).filter((language) => language !== undefined);
    expect([...new Set(told)]).toEqual(['en', 'zh']);
    expect(told.length).toBeLessThan(calls.length);
  });
});
