import { describe, expect, test } from 'vitest';
import { heardEmotions, soundEvents } from '../../../../protocol/expression.ts';
import { noSpeechScore } from '../../../../server/src/recognition/engines/senseVoice/noSpeech.ts';
import { readUtterance } from '../../../../server/src/recognition/engines/senseVoice/readUtterance.ts';
import { createVocabulary } from '../../../../server/src/recognition/engines/senseVoice/vocabulary.ts';

const emotions = [
  ['HAPPY', 'happy'],
  ['SAD', 'sad'],
  ['ANGRY', 'angry'],
  ['NEUTRAL', 'neutral'],
  ['FEARFUL', 'fearful'],
  ['DISGUSTED', 'disgusted'],
  ['SURPRISED', 'surprised'],
  ['OTHER', null],
  ['EMO_UNKNOWN', null],
] as const;

const events = [
  ['Speech', null],
  ['BGM', 'music'],
  ['Laughter', 'laughter'],
  ['Applause', 'applause'],
  ['Cry', 'crying'],
  ['Sneeze', 'sneeze'],
  ['Breath', 'breath'],
  ['Cough', 'cough'],
  ['Sing', 'singing'],
  ['Speech_Noise', null],
  ['GBG', null],
  ['Event_UNK', null],
] as const;

const languages = ['zh', 'en', 'yue', 'ja', 'ko', 'nospeech'];

const pieces = [
  ...['<unk>', '<s>', '</s>', 'The', '.', '\u2581wind'],
  ...[...languages, ...emotions.map(([tag]) => tag), ...events.map(([tag]) => tag)].map(
    (tag) => `<|${tag}|>`,
  ),
];
const vocabulary = createVocabulary(pieces);

interface Head {
  readonly language?: string;
  readonly emotion?: string;
  readonly event?: string;
  /** Of no speech, among the languages. */
  readonly noSpeechProbability?: number;
}

/** Frames that write these pieces, null being a blank; every tag of the head but the named ones is as good as out. */
function hear(written: readonly (string | null)[], head: Head = {}) {
  const { language = 'en', emotion = 'NEUTRAL', event = 'Speech', noSpeechProbability } = head;
  const frameOf = (tag: string): Float32Array =>
    Float32Array.from(pieces, (piece) => (piece === `<|${tag}|>` ? 10 : -10));
  const heads = [language, emotion, event, 'withitn'].map(frameOf);
  if (noSpeechProbability !== undefined)
    heads[0]?.set(
      [10 + Math.log(noSpeechProbability / (1 - noSpeechProbability))],
      pieces.indexOf('<|nospeech|>'),
    );
  const ids = [0, 0, 0, 0, ...written.map((piece) => (piece === null ? 0 : pieces.indexOf(piece)))];
  return readUtterance(
    {
      frames: {
        ids: Int32Array.from(ids),
        maxima: new Float32Array(ids.length),
        logSums: new Float32Array(ids.length).fill(Math.log(2)),
      },
      head: (frame) => heads[frame] ?? new Float32Array(pieces.length),
    },
    {
      vocabulary,
      languages: vocabulary.heads.languages,
      blankId: 0,
      frameCount: written.length,
      durationMs: written.length * 60,
    },
  );
}

const said = ['The', null, '\u2581wind', '.'];

describe('emotions', () => {
  test.each(emotions)('%s is %s', (tag, emotion) => {
    const heard = hear(said, { emotion: tag });
    expect(heard.emotion).toBe(emotion);
    if (emotion === null) expect(heard.emotionConfidence).toBeNull();
    else expect(heard.emotionConfidence).toBeCloseTo(1, 6);
  });

  test('all that are heard have a name in scripts', () => {
    const named = emotions.flatMap(([, emotion]) => emotion ?? []);
    expect([...named].sort()).toEqual([...heardEmotions].sort());
  });
});

describe('events', () => {
  test.each(events)('%s is %s', (tag, event) => {
    const heard = hear(said, { event: tag });
    expect(heard.events).toEqual(
      event === null
        ? []
        : [{ type: event, startMs: 0, endMs: 240, confidence: expect.closeTo(1, 6) as number }],
    );
  });

  test('all but ways to use the voice are events of scripts', () => {
    const named = events.flatMap(([, event]) => event ?? []);
    expect(named.filter((name) => !(soundEvents as readonly string[]).includes(name))).toEqual([
      'crying',
      'singing',
    ]);
  });
});

describe('nobody spoke', () => {
  const blanks = (count: number): null[] => new Array<null>(count).fill(null);

  test.each([
    { written: said, head: {}, text: 'The wind.' },
    { written: said, head: { language: 'nospeech' }, text: '' },
    { written: blanks(20), head: {}, text: '' },
    { written: ['The', '.'], head: {}, text: '' },
    { written: ['The', '.', '\u2581wind'], head: {}, text: 'The. wind' },
    { written: [...said, ...blanks(20)], head: { noSpeechProbability: 0.4 }, text: 'The wind.' },
    { written: ['\u2581wind', ...blanks(99)], head: { noSpeechProbability: 0.01 }, text: 'wind' },
    { written: ['\u2581wind', ...blanks(99)], head: { noSpeechProbability: 0.2 }, text: '' },
  ])('$text of $written, $head', ({ written, head, text }) => {
    const heard = hear(written, { ...head, event: 'Laughter' });
    expect(heard.text).toBe(text);
    expect(heard.events?.map(({ type }) => type)).toEqual(['laughter']);
    if (text === '') {
      expect(heard).toMatchObject({
        language: null,
        languageConfidence: null,
        emotion: null,
        emotionConfidence: null,
        words: [],
        confidence: null,
      });
    }
  });

  test.each([
    { noSpeechProbability: 0, writtenShare: 0.2, score: 0 },
    { noSpeechProbability: 0, writtenShare: 0, score: 1 },
    { noSpeechProbability: 0.3, writtenShare: 0.05, score: 0.3 },
    { noSpeechProbability: 0.3, writtenShare: 0.9, score: 0.3 },
    { noSpeechProbability: 0.5, writtenShare: 0.0125, score: 0.8 },
    { noSpeechProbability: 1, writtenShare: 1, score: 1 },
  ])('$noSpeechProbability, $writtenShare written: $score', ({ score, ...evidence }) => {
    expect(noSpeechScore(evidence)).toBeCloseTo(score, 6);
  });
});
