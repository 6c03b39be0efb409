import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  deliveries,
  emotions,
  soundEvents,
  speechAbilities,
  type EngineAbilities,
} from '../../../protocol/expression.ts';
import { toSynthesisRequest } from '../../../server/src/script/lowering/toSynthesisRequest.ts';
import { propertyRuns } from '../support/scriptFragments.ts';
import { diagnose, scriptWorld, voice } from '../support/scriptWorld.ts';
import { planOf, utterancesOf } from './support/planOf.ts';

test('what a finding says of a voice is what its requests leave out', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(arbitraryBody(), arbitraryAbilities(), arbitraryAbilities(), (body, able, other) => {
      const source = `---\ncast: { M: v, N: { voice: w, rate: 0.9, emotion: sad } }\nlexicon: { wind: { ipa: w } }\n---\n\n${body}`;
      expect(droppedPlaces(source, { v: able, w: other })).toEqual(
        foundPlaces(source, { v: able, w: other }),
      );
    }),
    { numRuns: propertyRuns(300) },
  );
});

type Engines = Readonly<Record<'v' | 'w', EngineAbilities>>;

/** Where requests leave something out that the text of the script asks for; each place once, in order. */
function droppedPlaces(source: string, engines: Engines): string[] {
  const plan = planOf(source, { includeHeadings: true });
  const dropped = utterancesOf(plan).flatMap((utterance) => {
    const name = utterance.voice === 'w' ? 'w' : 'v';
    return toSynthesisRequest(utterance, { voice: name, abilities: engines[name] }).dropped;
  });
  return places(
    source,
    dropped.flatMap((drop) => (drop.source === null ? [] : [drop.source])),
  );
}

function foundPlaces(source: string, engines: Engines): string[] {
  const world = scriptWorld({
    voices: [voice('v', 'able'), voice('w', 'other')],
    abilities: new Map([
      ['able', engines.v],
      ['other', engines.w],
    ]),
    defaultVoice: 'v',
  });
  const bodyStart = source.indexOf('\n---\n') + 5;
  const found = diagnose(source, world).filter(
    ({ code, startOffset }) => code === 'unsupported-by-voice' && startOffset >= bodyStart,
  );
  return places(source, found);
}

function places(source: string, ranges: readonly { startOffset: number; endOffset: number }[]): string[] {
  const named = ranges.map(
    ({ startOffset, endOffset }) =>
      `${String(startOffset).padStart(5)} ${source.slice(startOffset, endOffset)}`,
  );
  return [...new Set(named)].sort();
}

function arbitraryAbilities(): fc.Arbitrary<EngineAbilities> {
  const support = fc.constantFrom(
    { support: 'full' } as const,
    { support: 'none', instead: 'It is left out.' } as const,
    { support: 'approximated', how: 'something else' } as const,
  );
  return fc
    .array(support, { minLength: speechAbilities.length, maxLength: speechAbilities.length })
    .map(
      (list) =>
        Object.fromEntries(
          speechAbilities.map((ability, index) => [ability, list[index]]),
        ) as EngineAbilities,
    );
}

/** Scripts that are right: each span has words, each value is one. */
function arbitraryBody(): fc.Arbitrary<string> {
  const direction = fc.oneof(
    fc.constant(''),
    fc.array(directionItem(), { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')}) `),
  );
  const start = fc.constantFrom('', 'M: ', 'N: ');
  const paragraph = fc.tuple(start, direction, arbitraryContent()).map((parts) => parts.join(''));
  return fc.array(paragraph, { minLength: 1, maxLength: 4 }).map((paragraphs) => paragraphs.join('\n\n'));
}

function directionItem(): fc.Arbitrary<string> {
  return fc.constantFrom(
    'sad',
    'angry 0.4',
    'whispering',
    'shouting',
    'slow',
    '1.2',
    'low',
    '+2st',
    'soft',
    '"like rain"',
  );
}

function arbitraryContent(): fc.Arbitrary<string> {
  const { content } = fc.letrec<{ content: string; piece: string }>((tie) => ({
    content: fc
      .array(tie('piece'), { minLength: 1, maxLength: 4 })
      .map((pieces) => `The ${pieces.join(' ')} end.`),
    piece: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('wind', 'came first,', '5', 'and *then*', 'a **voice**'),
      fc.constantFrom(...soundEvents, 'pause 500ms', 'mark here').map((name) => `[${name}]`),
      fc.tuple(arbitraryOpen(), tie('content')).map(([open, content]) => `${open}${content}${closeOf(open)}`),
      fc.tuple(arbitraryOpen(), tie('piece')).map(([open, piece]) => `${open}x ${piece}${closeOf(open)}`),
    ),
  }));
  return content;
}

function arbitraryOpen(): fc.Arbitrary<string> {
  const attributes = fc.uniqueArray(
    fc.oneof(
      fc.constantFrom(...emotions).map((emotion) => `emotion="${emotion}"`),
      fc.constantFrom(...deliveries).map((delivery) => `delivery=${delivery}`),
      fc.constantFrom(
        'rate=slow',
        'rate=1',
        'pitch=high',
        'range=0',
        'volume=soft',
        'emphasis=reduced',
        'ipa="a"',
      ),
      fc.constantFrom(
        'arpabet="AH0"',
        'pinyin="ji3"',
        'instruct="gently"',
        'voice=w',
        'voice=v',
        'language=en-GB',
      ),
    ),
    { minLength: 1, maxLength: 3, selector: (attribute) => attribute.split('=')[0] },
  );
  return fc.oneof(
    fc.constantFrom('<strong>', '<emphasis>', '<laughter>'),
    attributes.map((list) => `<say ${list.join(' ')}>`),
  );
}

function closeOf(open: string): string {
  return `</${/^<(\w+)/u.exec(open)?.[1] ?? ''}>`;
}
