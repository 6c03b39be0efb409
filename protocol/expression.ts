/**
 * How something is said, beyond its words: one vocabulary for what recognition hears, what scripts write and what
 * synthesis speaks.
 */

/** What recognition tells apart. */
export const heardEmotions = [
  'neutral',
  'happy',
  'sad',
  'angry',
  'surprised',
  'fearful',
  'disgusted',
] as const;

export type HeardEmotion = (typeof heardEmotions)[number];

/** What can be asked for. */
export const emotions = [...heardEmotions, 'calm', 'tender', 'excited', 'serious'] as const;

export type Emotion = (typeof emotions)[number];

/** Ways to use the voice. */
export const deliveries = ['whispering', 'shouting', 'laughing', 'crying', 'singing', 'robotic'] as const;

export type Delivery = (typeof deliveries)[number];

/** Sounds at one point of the text that a voice can make. */
export const voiceEvents = [
  'laughter',
  'breath',
  'quick_breath',
  'cough',
  'sigh',
  'noise',
  'clucking',
  'accent',
  'hissing',
  'lipsmack',
  'vocalized-noise',
  'mn',
] as const;

/** The same, with those that recognition hears and no voice makes. */
export const soundEvents = [...voiceEvents, 'applause', 'sneeze', 'music'] as const;

export type SoundEvent = (typeof soundEvents)[number];

/** Everything a script can ask of a voice, under one name each. */
export type SpeechAbility =
  | `emotion:${Emotion}`
  | `delivery:${Delivery}`
  | `event:${SoundEvent}`
  | `prosody:${'rate' | 'pitch' | 'range' | 'volume'}`
  | `emphasis:${'strong' | 'moderate' | 'reduced'}`
  | `pronunciation:${'ipa' | 'arpabet' | 'pinyin'}`
  | 'laughter'
  | 'instruct';

export const speechAbilities: readonly SpeechAbility[] = [
  ...emotions.map((emotion) => `emotion:${emotion}` as const),
  ...deliveries.map((delivery) => `delivery:${delivery}` as const),
  ...soundEvents.map((event) => `event:${event}` as const),
  ...(['rate', 'pitch', 'range', 'volume'] as const).map((name) => `prosody:${name}` as const),
  ...(['strong', 'moderate', 'reduced'] as const).map((level) => `emphasis:${level}` as const),
  ...(['ipa', 'arpabet', 'pinyin'] as const).map((alphabet) => `pronunciation:${alphabet}` as const),
  'laughter',
  'instruct',
];

/**
 * Whether an engine does what is asked.
 *
 * - `full`: as the tag says.
 * - `approximated`: audibly, by other means; `how` completes "Heard as ...".
 * - `none`: nothing of it is heard; `instead` says what is, as a sentence.
 */
export type Support =
  | { readonly support: 'full' }
  | { readonly support: 'approximated'; readonly how: string }
  | { readonly support: 'none'; readonly instead: string };

/** What the voices of an engine can do; complete, so that nothing is dropped unsaid. */
export type EngineAbilities = Readonly<Record<SpeechAbility, Support>>;
