import { voiceEvents } from '../../../../../../protocol/expression.ts';
import type { ProsodySpan } from '../../../../../../protocol/prosody.ts';
import type { SpeechEvent } from '../../../../../../protocol/synthesis.ts';
import type { PhoneTags } from './phoneTags.ts';
import { createSpecialTokens } from './specialTokens.ts';

export interface MarkedRequest {
  readonly text: string;
  readonly spans: readonly ProsodySpan[];
  readonly events?: readonly SpeechEvent[];
}

/** What stands at a place of the text: ends before sounds before beginnings. */
interface Mark {
  readonly offset: number;
  readonly rank: 'end' | 'event' | 'start';
  readonly tag: string;
}

/**
 * Writes what is asked for parts of a text as the model's own tags: strong words, laughter, sounds of the voice, and
 * phones in place of letters. What only looks like a tag is no tag any more. Changes of prosody or emotion within a text
 * are left out.
 *
 * @param phones  of the language; null for a language that has none
 */
export function markText(
  { text, spans, events = [] }: MarkedRequest,
  phones: keyof PhoneTags | null,
  tags: PhoneTags,
): string {
  const marks = [...events.flatMap(eventMark), ...spans.flatMap(spanMarks)];
  const said = spans.flatMap(({ startOffset, endOffset, phonemes }) => {
    const written = phonemes === undefined || phones === null ? null : tags[phones](phonemes);
    return written === null ? [] : [{ startOffset, endOffset, written }];
  });
  const cuts = [
    ...marks.map(({ offset }) => offset),
    ...said.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]),
  ];
  const places = [...new Set([0, ...cuts, text.length])]
    .filter((place) => place <= text.length)
    .sort((a, b) => a - b);
  return places
    .map((place, index) => {
      const here = ranks.flatMap((rank) => {
        const found = marks
          .filter((mark) => mark.offset === place && mark.rank === rank)
          .map(({ tag }) => tag);
        return rank === 'end' ? found.reverse() : found;
      });
      const next = places[index + 1] ?? text.length;
      const inside = said.find(({ startOffset, endOffset }) => startOffset <= place && place < endOffset);
      const letters =
        inside === undefined
          ? unmark(text.slice(place, next))
          : inside.startOffset === place
            ? inside.written
            : '';
      return here.join('') + letters;
    })
    .join('');
}

const ranks = ['end', 'event', 'start'] as const;

function eventMark({ offset, event }: SpeechEvent): Mark[] {
  const isVoiced = voiceEvents.some((name) => name === event);
  return isVoiced ? [{ offset, rank: 'event', tag: `[${event}]` }] : [];
}

function spanMarks({ startOffset, endOffset, emphasis, isLaughing = false }: ProsodySpan): Mark[] {
  const names = [...(emphasis === 'strong' ? ['strong'] : []), ...(isLaughing ? ['laughter'] : [])];
  if (startOffset >= endOffset) return [];
  return names.flatMap((name): Mark[] => [
    { offset: startOffset, rank: 'start', tag: `<${name}>` },
    { offset: endOffset, rank: 'end', tag: `</${name}>` },
  ]);
}

const tokenPattern = new RegExp(
  [...createSpecialTokens(3).keys()].map((token) => token.replace(/[|[\]/]/gu, String.raw`\$&`)).join('|'),
  'gu',
);

/** A space behind the bracket: the letters are read, and nothing else. */
function unmark(text: string): string {
  return text.replace(tokenPattern, (token) => `${token.slice(0, 1)} ${token.slice(1)}`);
}
