import type { HeardEmotion } from '../../../../protocol/expression.ts';
import type { TranscriptSegment } from '../../../../protocol/recognition.ts';

/** What was heard as FunASR shows it: running text in which each emotion and event is an emoji. */
export function toRichText(segments: readonly TranscriptSegment[]): string {
  return formatRichText(segments.map(toTagged).join(''));
}

/** `<|en|><|HAPPY|><|Laughter|><|withitn|>What a day!`, as SenseVoice says it. */
function toTagged({ language, emotion, events, text }: TranscriptSegment): string {
  const heard = (events ?? []).map(({ type }) => tag(eventTags[type] ?? 'Speech'));
  const feeling = emotion === null ? 'EMO_UNKNOWN' : emotionTags[emotion];
  return [
    tag(languageTags.find((known) => known === language) ?? 'nospeech'),
    tag(feeling),
    heard.length === 0 ? tag('Speech') : heard.join(''),
    tag('withitn'),
    text,
  ].join('');
}

function tag(name: string): string {
  return `<|${name}|>`;
}

const languageTags = ['zh', 'en', 'yue', 'ja', 'ko'];

const emotionTags: Readonly<Record<HeardEmotion, string>> = {
  neutral: 'NEUTRAL',
  happy: 'HAPPY',
  sad: 'SAD',
  angry: 'ANGRY',
  surprised: 'SURPRISED',
  fearful: 'FEARFUL',
  disgusted: 'DISGUSTED',
};

/** By the names of the script language. */
const eventTags: Readonly<Record<string, string>> = {
  music: 'BGM',
  applause: 'Applause',
  laughter: 'Laughter',
  crying: 'Cry',
  sneeze: 'Sneeze',
  breath: 'Breath',
  cough: 'Cough',
  singing: 'Sing',
};

/**
 * SenseVoice's text with its tags as the reference shows it: each tag an emoji or nothing.
 *
 * Source: FunASR postprocess_utils.py, rich_transcription_postprocess; equal to the reference's own pairs.
 */
export function formatRichText(tagged: string): string {
  let joined = '';
  let lastEvent: string | null = null;
  for (const part of cutAtLanguages(tagged.replaceAll('<|nospeech|><|Event_UNK|>', '❓'))) {
    let text = formatSegment(part);
    const event = leadingEvent(text);
    if (event !== null && event === lastEvent) text = withoutFirst(text);
    if (text === '') continue;
    lastEvent = leadingEvent(formatSegment(part));
    const emotion = trailingEmotion(text);
    if (emotion !== null && trailingEmotion(joined) === emotion) joined = withoutLast(joined);
    joined = joined.trim() + text.trim();
  }
  return joined.replaceAll('The.', ' ').trim();
}

const emotionEmojis: Readonly<Record<string, string>> = {
  HAPPY: '😊',
  SAD: '😔',
  ANGRY: '😡',
  NEUTRAL: '',
  FEARFUL: '😰',
  DISGUSTED: '🤢',
  SURPRISED: '😮',
};

/** In the reference's order: a later one stands further left. */
const eventEmojis: Readonly<Record<string, string>> = {
  BGM: '🎼',
  Speech: '',
  Applause: '👏',
  Laughter: '😀',
  Cry: '😭',
  Sneeze: '🤧',
  Breath: '',
  Cough: '🤧',
};

const silentTags = [
  'Sing',
  'Speech_Noise',
  'GBG',
  'Event_UNK',
  'EMO_UNKNOWN',
  'OTHER',
  'withitn',
  'woitn',
  'nospeech',
];

const languagePattern = /<\|(?:zh|en|yue|ja|ko|nospeech)\|>/u;

function cutAtLanguages(text: string): string[] {
  return text.split(languagePattern).filter((part, index) => index > 0 || part !== '');
}

function formatSegment(part: string): string {
  const counts = new Map<string, number>();
  let text = part;
  const tags = [...Object.keys(emotionEmojis), ...Object.keys(eventEmojis), ...silentTags];
  for (const tag of tags) {
    const pieces = text.split(`<|${tag}|>`);
    counts.set(tag, pieces.length - 1);
    text = pieces.join('');
  }
  let emotion = 'NEUTRAL';
  for (const tag of Object.keys(emotionEmojis)) {
    if ((counts.get(tag) ?? 0) > (counts.get(emotion) ?? 0)) emotion = tag;
  }
  for (const [tag, emoji] of Object.entries(eventEmojis)) {
    if ((counts.get(tag) ?? 0) > 0) text = emoji + text;
  }
  text += emotionEmojis[emotion] ?? '';
  for (const emoji of allEmojis) text = text.replaceAll(` ${emoji}`, emoji).replaceAll(`${emoji} `, emoji);
  return text.trim();
}

const emotionSet = new Set(Object.values(emotionEmojis).filter((emoji) => emoji !== ''));
const eventSet = new Set([...Object.values(eventEmojis).filter((emoji) => emoji !== ''), '😷']);
const allEmojis = [...emotionSet, ...eventSet];

function leadingEvent(text: string): string | null {
  const [first] = text;
  return first !== undefined && eventSet.has(first) ? first : null;
}

function trailingEmotion(text: string): string | null {
  const last = Array.from(text).at(-1);
  return last !== undefined && emotionSet.has(last) ? last : null;
}

function withoutFirst(text: string): string {
  return Array.from(text).slice(1).join('');
}

function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}
