import type { SpanAttributes } from '../draft/draft.ts';
import { pitchText, rateText, volumeText } from '../draft/values.ts';
import { readDirectionItem } from '../../parsing/direction.ts';

/** What a script does for a parenthetical. */
export interface ParentheticalManner {
  readonly attributes: SpanAttributes;
  /** Heard before the words. */
  readonly points: readonly string[];
}

/** Null where not all of it is something that a script can ask for. */
export function readParenthetical(text: string): ParentheticalManner | null {
  const attributes: SpanAttributes = {};
  const points: string[] = [];
  for (const item of text.split(/[,;]/)) {
    const words = item
      .trim()
      .toLowerCase()
      .replace(/^(?:in )?an? (?=\S)/, '');
    const point = pointsOf.get(words);
    const manner = manners.get(words) ?? directed(words);
    if (point !== undefined) points.push(point);
    else if (manner === null) return null;
    else Object.assign(attributes, manner);
  }
  return { attributes, points };
}

/** What a direction of a script would make of it. */
function directed(item: string): SpanAttributes | null {
  const meaning = readDirectionItem(item);
  switch (meaning?.kind) {
    case 'emotion':
      return {
        emotion: meaning.emotion,
        ...(meaning.strength !== null && { strength: String(meaning.strength) }),
      };
    case 'delivery':
      return { delivery: meaning.delivery };
    case 'rate':
      return { rate: rateText(meaning.rateFactor) };
    case 'pitch':
      return { pitch: pitchText(meaning.pitchSemitones) };
    case 'volume':
      return { volume: volumeText(meaning.volumeDb) };
    case 'instruct':
      return { instruct: meaning.instruction };
    case undefined:
      return null;
  }
}

/** What screenwriters write for what a script calls otherwise. */
const manners: ReadonlyMap<string, SpanAttributes> = new Map<string, SpanAttributes>([
  ...['whisper', 'whispers', 'whispered', 'whispering'].map(
    (word) => [word, { delivery: 'whispering' }] as const,
  ),
  ...['shouts', 'shouted', 'yells', 'yelling', 'screams', 'screaming'].map(
    (word) => [word, { delivery: 'shouting' }] as const,
  ),
  ...['sings', 'sung'].map((word) => [word, { delivery: 'singing' }] as const),
  ...['cries', 'sobbing', 'weeping', 'through tears'].map((word) => [word, { delivery: 'crying' }] as const),
  ['angrily', { emotion: 'angry' }],
  ['furious', { emotion: 'angry' }],
  ['sadly', { emotion: 'sad' }],
  ['happily', { emotion: 'happy' }],
  ['excitedly', { emotion: 'excited' }],
  ['calmly', { emotion: 'calm' }],
  ['tenderly', { emotion: 'tender' }],
  ['gently', { emotion: 'tender' }],
  ['seriously', { emotion: 'serious' }],
  ['afraid', { emotion: 'fearful' }],
  ['scared', { emotion: 'fearful' }],
  ['quietly', { volume: 'soft' }],
  ['softly', { volume: 'soft' }],
  ['sotto', { volume: 'soft' }],
  ['sotto voce', { volume: 'soft' }],
  ['loudly', { volume: 'loud' }],
  ['slowly', { rate: 'slow' }],
  ['quickly', { rate: 'fast' }],
]);

const pointsOf: ReadonlyMap<string, string> = new Map([
  ['beat', '[pause 1s]'],
  ['pause', '[pause 1s]'],
  ['pauses', '[pause 1s]'],
  ['short pause', '[pause 500ms]'],
  ['brief pause', '[pause 500ms]'],
  ['long pause', '[pause 2s]'],
  ['long beat', '[pause 2s]'],
  ['laughs', '[laughter]'],
  ['chuckles', '[laughter]'],
  ['sighs', '[sigh]'],
  ['coughs', '[cough]'],
  ['sneezes', '[sneeze]'],
]);
