import { describe, expect, test } from 'vitest';
import {
  deliveries,
  emotions,
  soundEvents,
  speechAbilities,
  voiceEvents,
  type EngineAbilities,
  type SpeechAbility,
} from '../../../protocol/expression.ts';
import { engineAbilities } from '../../../server/src/modelLibrary/knownEngines.ts';
import { abilities, diagnose, scriptWorld, voice } from '../support/scriptWorld.ts';

/** A way to ask for an ability, and what of it is marked. */
interface Asking {
  readonly source: string;
  readonly marked: string;
}

function asking(source: string): Asking {
  const [, marked = ''] = /«(.*?)»/su.exec(source) ?? [];
  return { source: source.replaceAll(/[«»]/gu, ''), marked };
}

const inDirection = (item: string): Asking => asking(`---\ncast: { M: v }\n---\n\nM: («${item}») Word.\n`);
const ofNarration = (item: string): Asking => asking(`(«${item}», medium) Word.\n`);
const inCast = (field: string): Asking =>
  asking(`---\ncast: { M: { voice: v, «${field}» } }\n---\n\nM: Word.\n`);
const bySay = (attribute: string): Asking => asking(`A <say «${attribute}»>word</say>.\n`);

/** Every way there is to ask for each ability. */
const askings: Readonly<Record<SpeechAbility, readonly Asking[]>> = {
  ...table(emotions, (name) => [
    `emotion:${name}`,
    [inDirection(name), ofNarration(`${name} 0.5`), inCast(`emotion: ${name}`), bySay(`emotion="${name}"`)],
  ]),
  ...table(deliveries, (name) => [
    `delivery:${name}`,
    [inDirection(name), ofNarration(name), inCast(`delivery: ${name}`), bySay(`delivery=${name}`)],
  ]),
  ...table(soundEvents, (name) => [`event:${name}`, [asking(`A «[${name}]» word.\n`)]]),
  'prosody:rate': [inDirection('slow'), ofNarration('1.2'), inCast('rate: 0.9'), bySay('rate=fast')],
  'prosody:pitch': [inDirection('low'), ofNarration('+2st'), inCast('pitch: -1st'), bySay('pitch="high"')],
  'prosody:range': [inCast('range: 1.5'), bySay('range=0')],
  'prosody:volume': [inDirection('soft'), ofNarration('-3dB'), inCast('volume: loud'), bySay('volume=loud')],
  'emphasis:strong': [
    asking('A «**»word**.\n'),
    asking('A «<strong>»word</strong>.\n'),
    bySay('emphasis="strong"'),
  ],
  'emphasis:moderate': [
    asking('A «*»word*.\n'),
    asking('A «<emphasis>»word</emphasis>.\n'),
    bySay('emphasis=moderate'),
  ],
  'emphasis:reduced': [bySay('emphasis=reduced')],
  'pronunciation:ipa': [
    bySay('ipa="a"'),
    asking('---\nlexicon: { «word: WURD» }\n---\n\nA word.\n'),
    asking('---\nlexicon: { «word: { ipa: a }» }\n---\n\nA word.\n'),
  ],
  'pronunciation:arpabet': [
    bySay('arpabet="HH AH0"'),
    asking('---\nlexicon: { «word: { arpabet: AH0 }» }\n---\n\nA word.\n'),
  ],
  'pronunciation:pinyin': [
    bySay('pinyin="jǐ"'),
    asking('---\nlexicon: { «word: { pinyin: jǐ }» }\n---\n\nA word.\n'),
  ],
  laughter: [asking('A «<laughter>»word</laughter>.\n')],
  instruct: [inDirection('"like rain"'), inCast('instruct: like rain'), bySay('instruct="like rain"')],
};

function table<Name extends string>(
  names: readonly Name[],
  entry: (name: Name) => readonly [SpeechAbility, readonly Asking[]],
): Record<SpeechAbility, readonly Asking[]> {
  return Object.fromEntries(names.map(entry)) as Record<SpeechAbility, readonly Asking[]>;
}

function unsupported(source: string, engine: EngineAbilities) {
  const world = scriptWorld({
    voices: [voice('v', 'engine')],
    abilities: new Map([['engine', engine]]),
    defaultVoice: 'v',
    isKnownWord: () => true,
  });
  return diagnose(source, world)
    .filter(({ code }) => code === 'unsupported-by-voice')
    .map(({ severity, startOffset, endOffset, message }) => ({
      severity,
      marked: source.slice(startOffset, endOffset),
      message,
    }));
}

const cases = speechAbilities.flatMap((ability) => askings[ability].map((ask) => [ability, ask] as const));
const none = { support: 'none', instead: 'It is left out.' } as const;

describe.each(cases)('%s, asked by %o', (ability, { source, marked }) => {
  test('is found where the engine has none of it, and then alone', () => {
    const isMadeByVoices =
      !ability.startsWith('event:') || voiceEvents.some((name) => ability === `event:${name}`);
    expect(unsupported(source, abilities({ support: 'full' }, { [ability]: none }))).toEqual([
      {
        severity: isMadeByVoices ? 'warning' : 'information',
        marked,
        message: expect.stringContaining(none.instead) as string,
      },
    ]);
  });

  test.each([{ support: 'full' }, { support: 'approximated', how: 'otherwise' }] as const)(
    'is not where the engine has it: $support, whatever else it lacks',
    (support) => {
      const found = unsupported(source, abilities(none, { [ability]: support }));
      expect(found.filter((finding) => finding.marked === marked)).toEqual([]);
    },
  );
});

describe.each([...engineAbilities()])('of the voices of %s', (_engine, real) => {
  test.each(cases)(
    '%s, asked by %o, is found exactly where they cannot do it',
    (ability, { source, marked }) => {
      const found = unsupported(source, real).map((finding) => finding.marked);
      expect(found).toEqual(real[ability].support === 'none' ? [marked] : []);
    },
  );
});

describe('what is asked is asked of who speaks', () => {
  const cast = '---\ncast: { M: unable, T: able }\n---\n\n';
  test.each<readonly [name: string, source: string, expected: readonly string[]]>([
    ['of the speaker', `${cast}M: [breath]\n\nT: [breath]`, ['[breath]']],
    ['of the narrator, who has the voice of whoever asks', `${cast}[breath] x`, []],
    ['of the voice of a span', `${cast}T: <say voice=unable>[breath]</say>`, ['[breath]']],
    [
      'of the voice inside of a span',
      `${cast}T: <say rate=slow><say voice=unable>x</say></say>`,
      ['rate=slow'],
    ],
    ['of the voice that has words in it', `${cast}M: <say rate=slow><say voice=able>x</say></say>`, []],
    ['of all voices', `${cast}T: (sad) a <say voice=unable>b</say>`, ['sad']],
    [
      'only of whom the inner emotion leaves words',
      `${cast}M: <say emotion=sad><say emotion=neutral>b</say></say>`,
      ['emotion=neutral'],
    ],
    ['of a blend', '<say voice="unable:2+able" rate=slow>x</say>', ['rate=slow']],
    ['of an engine alone', '---\ncast: { M: { engine: nothing } }\n---\n\nM: [breath]', []],
    [
      'of nobody where nothing is changed',
      `${cast}M: (medium) <say rate=1 pitch=0st volume=medium range=1>x</say>`,
      [],
    ],
    ['of nobody for a bad value', `${cast}M: <say emotion=hapy>x</say>`, []],
    ['of nobody in a comment', `${cast}M: <!-- [breath] --> x`, []],
    [
      'of nobody in a heading that is silent',
      '---\ncast: { narrator: unable }\ndefaults: { scenes: silent }\n---\n\n## A [breath]',
      [],
    ],
    ['of the narrator in a heading', '---\ncast: { narrator: unable }\n---\n\n## A [breath]', ['[breath]']],
    [
      'of who says a word of the lexicon',
      '---\ncast: { M: unable, T: able }\nlexicon: { x: EKS }\n---\n\nM: y\nT: x',
      [],
    ],
    [
      'of who says two words of the lexicon',
      '---\ncast: { M: unable }\nlexicon: { x y: EKS }\n---\n\nM: x y',
      ['x y: EKS'],
    ],
  ])('%s', (_name, source, expected) => {
    const found = diagnose(source, scriptWorld({ isKnownWord: () => true }))
      .filter(({ code }) => code === 'unsupported-by-voice')
      .map(({ startOffset, endOffset }) => source.slice(startOffset, endOffset));
    expect(found).toEqual(expected);
  });
});
