import type { Delivery, Emotion, SoundEvent } from '../../../../protocol/expression.ts';
import { pitches, rates, volumes } from '../vocabulary/values.ts';

/** What a word of the language does, as a sentence, and how it is written. */
export interface VocabularyText {
  readonly text: string;
  readonly example: string;
}

export const pointTexts: Readonly<Record<string, VocabularyText>> = {
  ...eventTexts(),
  pause: { text: 'Silence, here and as long as it says.', example: 'The wind came first. [pause 800ms]' },
  sound: {
    text: 'A sound file. On a line of its own it is played alone, `gain` and `fade` change its level.',
    example: '[sound "door.wav" gain=-6dB fade=500ms]',
  },
  mark: {
    text: 'A name for this point; whoever follows the speech is told when it comes.',
    example: '[mark knock]',
  },
};

export const spanTexts: Readonly<Record<string, VocabularyText>> = {
  strong: {
    text: 'Strongly emphasized, as `**words**` is.',
    example: '<strong>Nothing</strong> is out there!',
  },
  emphasis: { text: 'Emphasized, as `*words*` is.', example: 'Then the <emphasis>knocking</emphasis>.' },
  laughter: { text: 'Spoken while laughing.', example: '<laughter>You did not!</laughter>' },
  say: {
    text: 'How these words are said: rate, pitch, volume, emotion, voice, pronunciation and more.',
    example: 'He said it <say rate="slow" emotion="sad">three times</say>.',
  },
};

/** By the tag, then the attribute. */
export const attributeTexts: Readonly<Record<string, Readonly<Record<string, VocabularyText>>>> = {
  say: {
    emotion: { text: 'How the speaker feels.', example: '<say emotion="sad">goodbye</say>' },
    strength: {
      text: 'How strong the emotion is, from 0 to 1.',
      example: '<say emotion="angry" strength="0.4">hm</say>',
    },
    delivery: { text: 'How the voice is used.', example: '<say delivery="whispering">quiet</say>' },
    rate: {
      text: 'How fast: `x-slow` `slow` `medium` `fast` `x-fast`, or a factor from 0.5 to 2. Factors multiply.',
      example: '<say rate="slow">three times</say>',
    },
    pitch: {
      text: 'How high: `low` `medium` `high`, or semitones. Semitones add up.',
      example: '<say pitch="+2st">really?</say>',
    },
    range: {
      text: 'How far the voice rises and falls: a factor from 0, monotonous, to 3.',
      example: '<say range="0.3">as if nothing had happened</say>',
    },
    volume: {
      text: 'How loud: `soft` `medium` `loud`, or decibels. Decibels add up.',
      example: '<say volume="soft">under his breath</say>',
    },
    emphasis: {
      text: 'How much the words stand out: `strong`, `moderate`, or `reduced` to fall back behind the others.',
      example: '<say emphasis="reduced">or so they said</say>',
    },
    voice: { text: 'Another voice, or a blend of voices.', example: '<say voice="am_adam">Open up!</say>' },
    language: { text: 'The language of the words.', example: '<say language="fr-FR">bonjour</say>' },
    as: { text: 'What the words are taken for.', example: '<say as="digits">1984</say>' },
    alias: { text: 'What is said in their place.', example: '<say alias="for example">e.g.</say>' },
    ipa: {
      text: 'How the words sound, in the International Phonetic Alphabet.',
      example: '<say ipa="kaˈede">Kaede</say>',
    },
    pinyin: { text: 'How the words sound, in pinyin.', example: '<say pinyin="hǎo">好</say>' },
    arpabet: { text: 'How the words sound, in ARPAbet.', example: '<say arpabet="HH AH0 L OW1">hello</say>' },
    instruct: {
      text: 'How the words are said, in your own words.',
      example: '<say instruct="as if remembering">the sea</say>',
    },
  },
  sound: {
    gain: {
      text: 'How much louder or softer than the file, in decibels.',
      example: '[sound "door.wav" gain=-6dB]',
    },
    fade: { text: 'How long it fades in and out.', example: '[sound "rain.wav" fade=2s]' },
  },
};

export const emotionTexts: Readonly<Record<Emotion, string>> = {
  neutral: 'No emotion: the voice as it is.',
  happy: 'Glad: brighter, livelier.',
  sad: 'Sorrowful: slower, lower, less lively.',
  angry: 'Angry: louder, harder.',
  surprised: 'Surprised: higher, wider.',
  fearful: 'Afraid: higher, faster, tense.',
  disgusted: 'Repelled: slower, lower.',
  calm: 'At ease: even and unhurried.',
  tender: 'Gentle and warm.',
  excited: 'Full of energy: faster, higher, wider.',
  serious: 'Grave: lower, steadier.',
};

export const deliveryTexts: Readonly<Record<Delivery, string>> = {
  whispering: 'Without voice, only breath.',
  shouting: 'As loud as the voice goes.',
  laughing: 'Laughing while speaking.',
  crying: 'Crying while speaking.',
  singing: 'Sung.',
  robotic: 'Like a machine: monotonous.',
};

export const sayAsTexts: Readonly<Record<string, string>> = {
  digits: 'One digit after the other: 1984 is "one nine eight four".',
  characters: 'One letter after the other.',
  date: 'A date.',
  time: 'A time of day.',
  ordinal: 'A place in an order: 4 is "fourth".',
  telephone: 'A telephone number.',
  currency: 'An amount of money.',
};

function eventTexts(): Record<SoundEvent, VocabularyText> {
  const event = (text: string, name: string): VocabularyText => ({ text, example: `Well. [${name}] Yes.` });
  return {
    laughter: event('The speaker laughs.', 'laughter'),
    breath: event('The speaker takes a breath.', 'breath'),
    quick_breath: event('The speaker takes a quick breath.', 'quick_breath'),
    cough: event('The speaker coughs.', 'cough'),
    sigh: event('The speaker sighs.', 'sigh'),
    noise: event('A noise.', 'noise'),
    clucking: event('The speaker clucks.', 'clucking'),
    accent: event('An accent falls on what follows.', 'accent'),
    hissing: event('The speaker hisses.', 'hissing'),
    lipsmack: event('The speaker smacks their lips.', 'lipsmack'),
    'vocalized-noise': event('The speaker makes a sound that is no word.', 'vocalized-noise'),
    mn: event('The speaker hums: "mm".', 'mn'),
    applause: event('Applause.', 'applause'),
    sneeze: event('The speaker sneezes.', 'sneeze'),
    music: event('Music.', 'music'),
  };
}

/** What a value of a kind means; null where it says so itself. */
export function valueText(kind: string, value: string): string | null {
  const texts: Readonly<Record<string, string>> =
    kind === 'emotion'
      ? emotionTexts
      : kind === 'delivery'
        ? deliveryTexts
        : kind === 'sayAs'
          ? sayAsTexts
          : {};
  return texts[value] ?? prosodyTexts(kind)[value] ?? null;
}

function prosodyTexts(kind: string): Readonly<Record<string, string>> {
  const textOf = (names: ReadonlyMap<string, number>, toText: (value: number) => string) =>
    Object.fromEntries([...names].map(([name, value]) => [name, toText(value)]));
  switch (kind) {
    case 'rate':
      return textOf(rates, (factor) => `${factor} times the voice's own rate.`);
    case 'pitch':
      return textOf(pitches, (semitones) => `${signed(semitones)} semitones.`);
    case 'volume':
      return textOf(volumes, (decibels) => `${signed(decibels)} dB.`);
    default:
      return {};
  }
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`;
}
