import { beforeAll, describe, expect, it } from 'vitest';
import type { Emotion } from '../../../protocol/expression.ts';
import type { ProsodySpan } from '../../../protocol/prosody.ts';
import type { SpeakingStyle } from '../../../protocol/speakingStyle.ts';
import type { SynthesizedUtterance } from '../../../server/src/synthesis/synthesizer.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { measureExpression, type ExpressionMeasures } from '../../support/expressionMeasures.ts';
import { measurePitchHz } from '../../support/pitch.ts';
import { hear, plainRequest } from '../../support/speechEngines.ts';
import { useSpeechEngines } from '../../support/useSpeechEngines.ts';
import { never } from '../../support/never.ts';

const rateHz = 24_000;
const voices = ['af_heart', 'am_michael'];
const sentences = [
  'She put the kettle on and watched the rain run down the kitchen window.',
  'There is a narrow path behind the church that leads down to the river.',
];

/** Which way each emotion goes, by docs/expression.md; null where no study says. */
type Direction = 1 | -1 | null;
type Directions = readonly [pitch: Direction, range: Direction, rate: Direction, energy: Direction];
const directions: readonly (readonly [Emotion, Directions])[] = [
  ['happy', [1, 1, 1, 1]],
  ['sad', [-1, -1, -1, -1]],
  ['angry', [1, 1, 1, 1]],
  ['fearful', [1, -1, 1, -1]],
  ['disgusted', [-1, 1, -1, -1]],
  ['surprised', [1, 1, 1, 1]],
  ['tender', [-1, -1, -1, -1]],
  ['calm', [-1, -1, -1, -1]],
  ['excited', [1, 1, 1, 1]],
  ['serious', [-1, -1, -1, null]],
];
/** Less is not heard as a difference: semitones, factor of the range, factor of the rate, decibels. */
const leastMoves = [0.4, 1.1, 1.03, 1];

const opened = useSpeechEngines();
const neutral = new Map<string, ExpressionMeasures>();
const errors = { edits: 0, words: 0 };

beforeAll(async () => {
  for (const voice of voices) {
    for (const text of sentences) neutral.set(`${voice} ${text}`, measure(await say(text, voice, {})));
  }
});

function say(
  text: string,
  voice: string,
  style: SpeakingStyle,
  spans: readonly ProsodySpan[] = [],
): Promise<SynthesizedUtterance> {
  return opened.kokoro.synthesize({ ...plainRequest(text, voice), style, spans }, never);
}

function measure({ samples }: SynthesizedUtterance): ExpressionMeasures {
  return measureExpression(samples, rateHz);
}

function neutralOf(voice: string, text: string): ExpressionMeasures {
  const measured = neutral.get(`${voice} ${text}`);
  if (measured === undefined) throw new Error(`"${text}" was not spoken by ${voice}.`);
  return measured;
}

/** What a style moves: semitones, factor of the range, factor of the rate, decibels; means over the sentences. */
async function movesOf(voice: string, style: SpeakingStyle): Promise<readonly number[]> {
  const moves: (readonly number[])[] = [];
  for (const text of sentences) {
    const spoken = await say(text, voice, style);
    const { editCount, referenceWordCount } = compareTranscripts(
      text,
      await hear(opened.moonshine, spoken.samples, rateHz),
    );
    errors.edits += editCount;
    errors.words += referenceWordCount;
    const [now, before] = [measure(spoken), neutralOf(voice, text)];
    moves.push([
      now.pitchSemitones - before.pitchSemitones,
      now.rangeSemitones / before.rangeSemitones,
      before.durationMs / now.durationMs,
      now.levelDb - before.levelDb,
    ]);
  }
  return [0, 1, 2, 3].map((index) => moves.reduce((sum, move) => sum + (move[index] ?? 0), 0) / moves.length);
}

/** For the table of docs/expression.md. */
function print(figures: string): void {
  if (process.env['ALOUD_PRINT_FIGURES'] !== undefined) process.stdout.write(`${figures}\n`);
}

describe.each(voices)('%s', (voice) => {
  it.each(directions)('sounds %s as studies found it', async (emotion, wanted) => {
    const [pitch = 0, range = 0, rate = 0, energy = 0] = await movesOf(voice, { emotion });
    const figures = `${voice} ${emotion}: ${pitch.toFixed(1)} st, range x${range.toFixed(2)}, rate x${rate.toFixed(2)}, ${energy.toFixed(1)} dB`;
    print(figures);
    const moves = [pitch, Math.log(range), Math.log(rate), energy];
    const least = leastMoves.map((move, index) => (index === 1 || index === 2 ? Math.log(move) : move));
    wanted.forEach((direction, index) => {
      if (direction !== null) {
        expect((moves[index] ?? 0) * direction, figures).toBeGreaterThan(least[index] ?? 0);
      }
    });
  });

  it('is half as sad at half the strength', async () => {
    const [pitch = 0, , rate = 0, energy = 0] = await movesOf(voice, { emotion: 'sad', strength: 0.5 });
    expect(pitch).toBeLessThan(-0.2);
    expect(pitch).toBeGreaterThan(-1.5);
    expect(rate).toBeGreaterThan(0.87);
    expect(rate).toBeLessThan(0.96);
    expect(energy).toBeLessThan(-1.5);
    expect(energy).toBeGreaterThan(-4);
  });

  it('whispers without voice, and shouts high and loud', async () => {
    for (const text of sentences) {
      const whisper = await say(text, voice, { delivery: 'whispering' });
      expect(measure(whisper).voicedShare).toBeLessThan(0.03);
      expect(measure(whisper).levelDb).toBeLessThan(neutralOf(voice, text).levelDb - 6);
    }
    const [pitch, , , energy] = await movesOf(voice, { delivery: 'shouting' });
    expect(pitch).toBeGreaterThan(3);
    expect(energy).toBeGreaterThan(4);
    await movesOf(voice, { delivery: 'whispering' });
  });

  it('speaks on one note as a robot', async () => {
    const [, range] = await movesOf(voice, { delivery: 'robotic' });
    expect(range).toBeLessThan(0.25);
  });
});

it('is understood in every emotion and delivery', () => {
  print(`${errors.edits} of ${errors.words} words were heard wrong`);
  expect(errors.words).toBeGreaterThan(500);
  expect(errors.edits / errors.words, `${errors.edits} of ${errors.words} words`).toBeLessThan(0.04);
});

describe('a word', () => {
  const text = 'My brother never ran along the river in the morning.';
  const startOffset = text.indexOf('river');
  const part = { startOffset, endOffset: startOffset + 'river'.length, prosody: {} };

  /** Median pitch and level of "river", against how it is said by itself. */
  async function riverMoves(span: Omit<ProsodySpan, keyof typeof part>) {
    const voice = 'af_heart';
    const [said, plain] = [await say(text, voice, {}, [{ ...part, ...span }]), await say(text, voice, {})];
    const soundOf = ({ samples, words }: SynthesizedUtterance): Float32Array => {
      const { startMs = 0, endMs = 0 } = words.find((word) => word.text === 'river') ?? {};
      return samples.slice(Math.round(startMs * 24), Math.round(endMs * 24));
    };
    const pitch = (sound: Float32Array): number => 12 * Math.log2(measurePitchHz(sound, rateHz).medianHz);
    const [now, before] = [soundOf(said), soundOf(plain)];
    const power = (sound: Float32Array): number => sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
    return {
      semitones: pitch(now) - pitch(before),
      db: 10 * Math.log10(power(now) / power(before)),
      durationFactor: now.length / before.length,
    };
  }

  it('stands out strongly, moderately, or stands back', async () => {
    const strong = await riverMoves({ emphasis: 'strong' });
    const moderate = await riverMoves({ emphasis: 'moderate' });
    const reduced = await riverMoves({ emphasis: 'reduced' });
    expect(strong.semitones).toBeGreaterThan(2);
    expect(moderate.semitones).toBeGreaterThan(1);
    expect(moderate.semitones).toBeLessThan(strong.semitones - 0.5);
    expect(reduced.semitones).toBeLessThan(0);
    expect(reduced.db).toBeLessThan(-2);
    expect(reduced.durationFactor).toBeLessThan(1);
  });

  it('is whispered within a sentence that is not', async () => {
    const { samples, words } = await say(text, 'af_heart', {}, [
      { ...part, style: { delivery: 'whispering' } },
    ]);
    const voicedShareOf = (name: string): number => {
      const { startMs = 0, endMs = 0 } = words.find((word) => word.text === name) ?? {};
      const frames = measurePitchHz(samples.slice(startMs * 24, endMs * 24), rateHz).frames;
      return frames.filter((hz) => hz !== null).length / frames.length;
    };
    expect(voicedShareOf('river')).toBeLessThan(0.4);
    expect(voicedShareOf('along')).toBeGreaterThan(0.6);
  });

  it.each([
    ['He closed the qqq behind him.', 'ˈwɪndoʊ', 'He closed the window behind him.', 'af_heart'],
    ['He closed the qqq behind him.', 'ˈwɪndəʊ', 'He closed the window behind him.', 'bf_emma'],
    ['The qqq was full of old books.', 'ˈlaɪˌbrɛri', 'The library was full of old books.', 'am_michael'],
  ])('%j said as %j is heard as %j', async (written, phonemes, meant, voice) => {
    const from = written.indexOf('qqq');
    const span = { startOffset: from, endOffset: from + 3, prosody: {}, phonemes };
    const { samples } = await say(written, voice, {}, [span]);
    const heard = await hear(opened.moonshine, samples, rateHz);
    expect(compareTranscripts(meant, heard).editCount, heard).toBe(0);
  });
});

it('all voices are about as loud as each other', async () => {
  const levels: number[] = [];
  for (const voice of [
    'af_heart',
    'af_nova',
    'af_aoede',
    'bf_isabella',
    'am_puck',
    'am_michael',
    'bm_lewis',
  ]) {
    levels.push(measure(await say('Nobody knew who had left the letter on the table.', voice, {})).levelDb);
  }
  expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(2.5);
});
