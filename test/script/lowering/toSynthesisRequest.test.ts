import { describe, expect, test } from 'vitest';
import {
  deliveries,
  emotions,
  soundEvents,
  speechAbilities,
  type EngineAbilities,
  type SpeechAbility,
} from '../../../protocol/expression.ts';
import { synthesisRequestSchema, type SynthesisRequest } from '../../../protocol/synthesis.ts';
import { toSynthesisRequest } from '../../../server/src/script/lowering/toSynthesisRequest.ts';
import { abilities } from '../support/scriptWorld.ts';
import { planOf, utterancesOf } from './support/planOf.ts';

/** A way to ask for each ability, and what of the request holds it. */
interface Asking {
  readonly source: string;
  readonly asks: Partial<SynthesisRequest>;
}

const span = { startOffset: 2, endOffset: 6, prosody: {} };

const askings: Readonly<Record<SpeechAbility, Asking>> = {
  ...record(emotions, (emotion) => [
    `emotion:${emotion}`,
    { source: `(${emotion} 0.5) Word.`, asks: { style: { emotion, strength: 0.5 } } },
  ]),
  ...record(deliveries, (delivery) => [
    `delivery:${delivery}`,
    {
      source: `A <say delivery=${delivery}>word</say>.`,
      asks: { spans: [{ ...span, style: { delivery } }] },
    },
  ]),
  ...record(soundEvents, (event) => [
    `event:${event}`,
    { source: `A [${event}] word.`, asks: { events: [{ offset: 1, event }] } },
  ]),
  'prosody:rate': { source: '(slow) Word.', asks: { prosody: { rateFactor: 0.8 } } },
  'prosody:pitch': { source: '(+12st) Word.', asks: { prosody: { pitchFactor: 2 } } },
  'prosody:range': {
    source: 'A <say range=1.5>word</say>.',
    asks: { spans: [{ ...span, prosody: { rangeFactor: 1.5 } }] },
  },
  'prosody:volume': { source: '(-3dB) Word.', asks: { prosody: { energyDb: -3 } } },
  'emphasis:strong': { source: 'A **word**.', asks: { spans: [{ ...span, emphasis: 'strong' }] } },
  'emphasis:moderate': { source: 'A *word*.', asks: { spans: [{ ...span, emphasis: 'moderate' }] } },
  'emphasis:reduced': {
    source: 'A <say emphasis=reduced>word</say>.',
    asks: { spans: [{ ...span, emphasis: 'reduced' }] },
  },
  'pronunciation:ipa': {
    source: 'A <say ipa="wɜːd">word</say>.',
    asks: { spans: [{ ...span, phonemes: 'wɜːd' }] },
  },
  'pronunciation:arpabet': {
    source: 'A <say arpabet="W ER1 D">word</say>.',
    asks: { spans: [{ ...span, phonemes: 'wˈɜːɹd' }] },
  },
  'pronunciation:pinyin': {
    source: 'A <say pinyin="ji3">word</say>.',
    asks: { spans: [{ ...span, phonemes: 'tɕi˨˩˦' }] },
  },
  laughter: { source: 'A <laughter>word</laughter>.', asks: { spans: [{ ...span, isLaughing: true }] } },
  instruct: { source: '("like rain") Word.', asks: { style: { instruction: 'like rain' } } },
};

function record<Name extends string>(
  names: readonly Name[],
  entry: (name: Name) => readonly [SpeechAbility, Asking],
): Record<SpeechAbility, Asking> {
  return Object.fromEntries(names.map(entry)) as Record<SpeechAbility, Asking>;
}

function lower(source: string, engine: EngineAbilities) {
  const [utterance] = utterancesOf(planOf(source));
  if (utterance === undefined) throw new Error(`Nothing is said in ${source}`);
  const lowered = toSynthesisRequest(utterance, { voice: 'v', abilities: engine });
  expect(synthesisRequestSchema.safeParse(lowered.request).success).toBe(true);
  return { ...lowered, text: utterance.text };
}

const none = { support: 'none', instead: 'It is left out.' } as const;

describe.each(speechAbilities)('%s', (ability) => {
  const { source, asks } = askings[ability];

  test.each([{ support: 'full' }, { support: 'approximated', how: 'otherwise' }] as const)(
    'is asked of an engine that has it: $support',
    (support) => {
      const { request, dropped, text } = lower(source, abilities(none, { [ability]: support }));
      expect(request).toEqual({ text, voice: 'v', ...asks });
      expect(dropped).toEqual([]);
    },
  );

  test('is left out and told where the engine has none of it', () => {
    const { request, dropped, text } = lower(source, abilities({ support: 'full' }, { [ability]: none }));
    expect(request).toEqual({ text, voice: 'v' });
    expect(dropped).toEqual([
      {
        ability,
        source: expect.anything() as object,
        message: expect.stringContaining(none.instead) as string,
      },
    ]);
  });
});

describe('where it was asked', () => {
  const nothing = abilities(none);
  test.each([
    ['(slow, sad) Word.', ['slow', 'sad']],
    ['A **word** and *another*.', ['**', '*']],
    ['A <say rate=slow emotion="sad">word</say>.', ['rate=slow', 'emotion="sad"']],
    ['A [breath] word.', ['[breath]']],
    ['<say emotion=sad><say emotion=happy>Word</say></say>.', ['emotion=happy']],
    ['<say emotion=sad>A <say emotion=happy>word</say></say>.', ['emotion=sad', 'emotion=happy']],
    ['<say rate=slow><say rate=fast>Word</say></say>.', ['rate=slow', 'rate=fast']],
    ['(sad) <say emotion=happy>Word</say>.', ['emotion=happy']],
    ['---\ncast: { narrator: { rate: slow } }\n---\nWord.', [null]],
    ['---\nlexicon: { word: { ipa: a } }\n---\nWord.', [null]],
  ])('%s', (source, expected) => {
    const places = lower(source, nothing).dropped.map((drop) =>
      drop.source === null ? null : source.slice(drop.source.startOffset, drop.source.endOffset),
    );
    expect(places).toEqual(expected);
  });
});

test('values beyond what a request can hold are brought into it', () => {
  const source =
    '---\ncast: { narrator: { rate: 0.5, pitch: -12st, volume: -40dB } }\n---\n(0.5, -12st, -40dB) Word.';
  expect(lower(source, abilities({ support: 'full' })).request.prosody).toEqual({
    rateFactor: 0.5,
    pitchFactor: 0.5,
    energyDb: -24,
  });
});

test('the emotion of a span brings its strength, which is not that around it', () => {
  const engine = abilities({ support: 'full' });
  const requestOf = (source: string) => lower(source, engine).request;
  expect(requestOf('(sad 0.4) A <say emotion=happy>word</say>.')).toMatchObject({
    style: { emotion: 'sad', strength: 0.4 },
    spans: [{ style: { emotion: 'happy', strength: 1 } }],
  });
  expect(requestOf('(sad) A <say strength=0.5>word</say>.')).toMatchObject({
    style: { emotion: 'sad' },
    spans: [{ style: { strength: 0.5 } }],
  });
  expect(requestOf('---\ncast: { narrator: { strength: 0.5 } }\n---\nA word.')).not.toHaveProperty('style');
});
