import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { TranscriptSegment } from '../../protocol/recognition.ts';
import { examineClip, type HearClip } from '../../server/src/enrollment/examineClip.ts';
import type { Clip } from '../../server/src/enrollment/readClip.ts';
import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { never } from '../support/never.ts';

/** Four seconds of syllables over silence. */
const clip: Clip = {
  name: 'The clip a.wav',
  sampleRateHz: 16_000,
  samples: Float32Array.from({ length: 64_000 }, (_, index) =>
    index % 4800 < 3200 ? 0.3 * Math.sin(index / 10) : 0,
  ),
};

const happened = (type: string) => [{ type, startMs: 0, endMs: 4000, confidence: null }];

function heard(text: string, change: Partial<TranscriptSegment> = {}): TranscriptSegment {
  return { ...unknownUtterance, startMs: 0, endMs: 4000, text, ...change };
}

interface Case {
  readonly name: string;
  readonly transcript?: string;
  readonly language?: string;
  readonly trusts?: boolean;
  /** A string: nothing hears it, for this reason. */
  readonly segments: readonly TranscriptSegment[] | 'modelNotInstalled' | 'engineFailed';
}

async function examine({ transcript, language, trusts = false, segments }: Case) {
  const asked: (string | undefined)[] = [];
  const hear: HearClip = (_file, wish) => {
    asked.push(wish.language);
    if (typeof segments === 'string')
      return Promise.reject(new SpeechError(segments, { message: 'No ears.', hint: 'Get some.' }));
    return Promise.resolve(segments);
  };
  const options = { clip, language: language ?? null, trustsTranscript: trusts, hear };
  const given = { file: 'a.wav', transcript: transcript ?? null, emotion: null };
  return { asked, examination: await examineClip(given, options, never) };
}

const english = { language: 'en' };

test.each<Case & { spoken: string; written: string; asked?: string; faults?: string[]; errors?: number }>([
  {
    name: 'without a transcript, what is heard is it',
    segments: [heard('The wind came first,', english), heard('then the rain.', english)],
    written: 'The wind came first, then the rain.',
    spoken: 'en',
  },
  {
    name: 'a transcript is compared with what is heard',
    transcript: ' The wind came first, then the rain. ',
    segments: [heard('the wind came thirst then the rain', english)],
    written: 'The wind came first, then the rain.',
    spoken: 'en',
    errors: 1,
  },
  {
    name: 'its letters tell the language',
    transcript: '希望你以后能够做的比我还好呦。',
    segments: [heard('希望你以后能够做得比我还好哟')],
    written: '希望你以后能够做的比我还好呦。',
    spoken: 'zh',
    asked: 'zh',
    errors: 2,
  },
  {
    name: 'what is said of the language holds',
    transcript: 'Der Wind kam zuerst.',
    language: 'de-AT',
    segments: [heard('Der Wind kam zuerst', { language: 'de' })],
    written: 'Der Wind kam zuerst.',
    spoken: 'de-AT',
    asked: 'de-AT',
    errors: 0,
  },
  {
    name: 'where nothing hears the language, the transcript stands alone',
    transcript: 'Der Wind kam zuerst.',
    language: 'de',
    segments: 'modelNotInstalled',
    written: 'Der Wind kam zuerst.',
    spoken: 'de',
    asked: 'de',
  },
  {
    name: 'music under the words is told',
    segments: [heard('Hello there.', { ...english, events: happened('music') })],
    written: 'Hello there.',
    spoken: 'en',
    faults: ['music'],
  },
  {
    name: 'whoever knows what is said may say so',
    transcript: 'Hear my whisper.',
    trusts: true,
    language: 'en',
    segments: [],
    written: 'Hear my whisper.',
    spoken: 'en',
    asked: 'en',
    errors: 3,
  },
])('$name', async ({ spoken, written, asked, faults = [], errors, ...given }) => {
  const found = await examine(given);
  expect(found.asked).toEqual([asked]);
  expect(found.examination).toMatchObject({ transcript: written, language: spoken, faults });
  expect(found.examination.divergence?.editCount).toBe(errors);
});

test.each<Case & { message: string; hint: string }>([
  {
    name: 'silence to a recognizer',
    segments: [],
    message: 'The clip a.wav is no speech: no words are heard in it.',
    hint: 'one person speaks',
  },
  {
    name: 'music',
    segments: [heard('', { events: happened('music') })],
    message: 'The clip a.wav is music: no words are heard in it.',
    hint: 'without music',
  },
  {
    name: 'music with a transcript',
    transcript: 'Hello.',
    segments: [heard('', { events: happened('music') })],
    message: 'The clip a.wav is music: no words are heard in it.',
    hint: 'without music',
  },
  {
    name: 'another text',
    transcript: 'The wind came first, then the rain.',
    segments: [heard('I would like a cup of tea', english)],
    message: 'The clip a.wav does not say what its transcript says.',
    hint: 'In it "i would like a cup of tea" is heard in place of "the wind came first then the rain". Correct the transcript',
  },
  {
    name: 'half of the text',
    transcript: 'The wind came first, then the rain.',
    segments: [heard('The wind came first', english)],
    message: 'The clip a.wav does not say what its transcript says.',
    hint: 'In it "then the rain" is not heard.',
  },
  {
    name: 'more than the text',
    transcript: 'The wind came first.',
    segments: [heard('The wind came first and then the rain', english)],
    message: 'The clip a.wav does not say what its transcript says.',
    hint: 'In it "and then the rain" is heard beyond it.',
  },
  {
    name: 'a language that nothing tells',
    transcript: 'Der Wind kam zuerst.',
    segments: 'modelNotInstalled',
    message: 'The clip a.wav is in a language that nothing tells.',
    hint: '--language de',
  },
  {
    name: 'no transcript and no ears',
    segments: 'modelNotInstalled',
    message: 'No ears.',
    hint: 'Get some.',
  },
  {
    name: 'an engine that fails',
    transcript: 'Hello.',
    segments: 'engineFailed',
    message: 'No ears.',
    hint: 'Get some.',
  },
])('$name: refused', async ({ message, hint, ...given }) => {
  await expect(examine(given)).rejects.toMatchObject({
    message,
    hint: expect.stringContaining(hint) as string,
  });
});
