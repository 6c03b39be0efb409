import { describe, expect, test } from 'vitest';
import { longUtteranceCharacters } from '../../../server/src/script/checking/rules/longUtterance.ts';
import { diagnose, findings, includedFile, scriptWorld } from '../support/scriptWorld.ts';

const cast = '---\ncast:\n  MARA: able\n  TOM: other\n---\n\nMARA: Hi.\nTOM: Ho.\n\n';
const long = `${'Nobody said a word. '.repeat(longUtteranceCharacters / 20)}And then.`;

describe('checkScript finds', () => {
  test.each<readonly [name: string, source: string, expected: readonly string[]]>([
    ['nothing in nothing', '', []],
    ['nothing in a script', `${cast}The *wind* [breath] <say rate=slow>came</say>. [sound there.wav]\n`, []],
    ['nothing in text that looks like tags', '[word] <word> a < b * c', []],
    ['nearly a tag', 'A [laugther] b <saay>c', ['unknown-tag [laugther]', 'unknown-tag <saay>']],
    [
      'a direction in brackets',
      '[happy] A [whispers] b [sic].',
      ['unknown-tag [happy]', 'unknown-tag [whispers]'],
    ],
    [
      'directions of other tools',
      '[sarcastic] A [long pause] b [clears throat] c [0.5s] d [the king] e [my tone](x) \\[sighs].',
      [
        'unknown-tag [sarcastic]',
        'unknown-tag [long pause]',
        'unknown-tag [clears throat]',
        'unknown-tag [0.5s]',
      ],
    ],
    [
      'directions with a line to themselves, and those of transcripts',
      `${cast}[INTRO MUSIC]\n\n[1]\n\nMARA: So (laughs) it was (beat) \\(laughs) (he laughs) it.\n\nMARA: So (laughs) it was.\n`,
      ['unknown-tag [INTRO MUSIC]', 'unknown-tag (laughs)', 'unknown-tag (beat)', 'unknown-tag (laughs)'],
    ],
    ['a span that does not close', 'A <say rate=slow>b', ['unclosed-tag <say rate=slow>']],
    ['a bracket that does not close', 'A [pause 5s b', ['unclosed-tag [pause 5s']],
    ['a comment that does not close', 'A <!-- b', ['unclosed-tag <!--']],
    ['the same of a block', '<!-- b\n\nc', ['unclosed-tag <!--']],
    ['a close without an opening', 'A </say> b', ['unexpected-close </say>']],
    ['an attribute that there is not', '<say rat=slow>b</say>', ['unknown-attribute rat=slow']],
    ['an attribute of another tag', '[pause 5s gain=1dB]', ['unknown-attribute gain=1dB']],
    ['an attribute twice', '<say rate=slow rate=fast>b</say>', ['duplicate-key rate=fast']],
    ['an attribute without a value', '<say rate>b</say>', ['bad-value rate']],
    ['an attribute with an empty value', '<say rate="">b</say>', ['bad-value rate=""']],
    ['values that are none', '<say rate=slowly emotion=hapy>b</say>', ['bad-value slowly', 'bad-value hapy']],
    ['values out of range', '<say rate=9 strength=2>b</say>', ['bad-value 9', 'bad-value 2']],
    ['sounds that are no ARPAbet', '<say arpabet="HH XX">b</say>', ['bad-value HH XX']],
    ['a pause without a time', 'A [pause] b', ['bad-value pause']],
    ['a pause without a unit', 'A [pause 500] b', ['bad-value 500']],
    ['a sound without a file', 'A [sound] b', ['bad-value sound']],
    ['what has no business in a tag', 'A [breath "x"] b', ['bad-value "x"']],
    ['a direction with a slip', `${cast}MARA: (hapy) Hi.`, ['bad-value (hapy)']],
    ['parentheses that are none', `${cast}MARA: (she sighed) Hi.`, ['bad-value (she sighed)']],
    ['a character that nobody knows', `${cast}MRAA: Hi.`, ['unknown-character MRAA']],
    ['a name as Markdown has it', `${cast}**Mara:** Hi.\n`, ['unknown-character **Mara:**']],
    ['a name in other letters, in any line', `${cast}MARA: Hi.\ntom: Ho.\n`, ['unknown-character tom:']],
    [
      'a name in a list',
      `${cast}- MARA: Hi.\n- TOM: Ho.\n`,
      ['unknown-character - MARA:', 'unknown-character - TOM:'],
    ],
    [
      'a name as a screenplay has it',
      `${cast}Mara (sad): Hi.\n\nMARA (sad): Hi.\n`,
      ['unknown-character Mara (sad):', 'unknown-character MARA (sad):'],
    ],
    [
      'a name above its line',
      `${cast}MARA\n(sad)\nHi.\n\nTOM (V.O.)\nHo.\n\nMARA\n`,
      ['unknown-character MARA\n(sad)\n', 'unknown-character TOM (V.O.)\n'],
    ],
    [
      'a name in brackets, before them, a dash or a tab, and in bold',
      `${cast}[Mara] Hi.\n\nMARA [so sad]: Hi.\n\nTOM – Ho.\n\nTOM\tHo.\n\n**TOM** Ho.\n\nTom – Ho.\n`,
      [
        'unknown-character [Mara] ',
        'unknown-character MARA [so sad]: ',
        'unknown-character TOM – ',
        'unknown-character TOM\t',
        'unknown-character **TOM** ',
      ],
    ],
    [
      'a name as a play has it',
      `${cast}MARA. Hi.\n\nTOM. [Aloud.] Ho.\n\nTom. Ho.\n`,
      ['unknown-character MARA. ', 'unknown-character TOM. '],
    ],
    [
      'names of nobody that open paragraphs',
      'DUKE. What news?\n\nOLD CLARA\n(sad)\nNone.\n\nDUKE. None?\n\nHELP. He came.\n\nOLD CLARA\nNone.\n',
      ['unknown-character DUKE', 'unknown-character OLD CLARA'],
    ],
    ['no title above its text', 'WINTER\nIt snowed.\n\nSPRING\nIt thawed.\n', []],
    [
      'a name that is shouted',
      '---\ncast: { Mara: able }\n---\nMara: O.\n\nMARA: Hi.\n',
      ['unknown-character MARA'],
    ],
    [
      'no name of two that differ in their case',
      '---\ncast: { A: able, a: other }\n---\nA: Hi.\na: Ho.\n',
      [],
    ],
    ['no name in the middle of a line', `${cast}She said: Mara: no.\nMara said: no.\n`, []],
    ['no name of a comment', `${cast}A <!--\nmara: b --> c\n`, []],
    ['a scene break of Markdown', 'A.\n\n***\n\nB.\n * * *\nC.\n', ['unknown-tag ***', 'unknown-tag * * *']],
    [
      'a scene break of books',
      'A.\n\n⁂\n\n___\n\n- - -\n',
      ['unknown-tag ⁂', 'unknown-tag ___', 'unknown-tag - - -'],
    ],
    ['no scene break in a line', 'A *** b.\n\n**\n\n<!--\n***\n--> c\n', []],
    ['a chapter without a space', '#Chapter 1\n\n##Scene\n', ['unknown-tag #', 'unknown-tag ##']],
    ['no chapter where there is none', 'We are #1.\n\n# 1\n\n\\#1 is first.\n', []],
    ['front matter below an empty line', '\n---\ntitle: a\n---\n', ['bad-front-matter ---']],
    ['front matter with more hyphens', '----\ncast:\n----\n', ['bad-front-matter ----']],
    ['no front matter where a scene breaks', '# One\n\n---\ntitle: a\n', []],
    ['a character without a line', '---\ncast: { MARA: able }\n---\n', ['unused-character MARA']],
    ['no narrator without a line', '---\ncast: { narrator: able }\n---\n', []],
    ['a voice that there is not', '<say voice=abel>b</say>', ['unknown-voice abel']],
    ['a voice of the cast', '---\ncast: { M: abel }\n---\nM: Hi.', ['unknown-voice abel']],
    ['a part of a blend', '<say voice="able:2+othre">b</say>', ['unknown-voice othre']],
    ['the share in a blend', '<say voice="able:x+other">b</say>', ['unknown-voice able']],
    ['an engine', '---\ncast: { M: { voice: able, engine: al } }\n---\nM: Hi.', ['unknown-voice al']],
    ['a file that is not there', '[sound gone.wav]', ['missing-file gone.wav']],
    [
      'words that no dictionary has',
      'Kaede met a ZORBLAX. Kaede left.',
      ['unknown-pronunciation Kaede', 'unknown-pronunciation ZORBLAX'],
    ],
    ['such a word in pieces', 'A zor*blax*.', ['unknown-pronunciation zor*blax']],
    ['such a word of someone', 'Kaede’s hat.', ['unknown-pronunciation Kaede']],
    ['no word that the lexicon has', '---\nlexicon: { kaede: kah-EH-deh }\n---\nKaede’s KAEDE.', []],
    [
      'a word that the lexicon has in another case',
      '---\nlexicon: { KAede: { alias: x } }\n---\nKaede.',
      ['unknown-pronunciation Kaede'],
    ],
    ['no word with a pronunciation of its own', '<say ipa="a">Kaede</say> <say alias="b">zorblax</say>', []],
    ['no word in an address or beside a number', 'zorblax.com a@zorblax zorblax9', []],
    ['no word of a comment', 'A <!-- zorblax --> b', []],
    [
      'two voices over the same words',
      '<say voice=able><say voice=other>b</say></say>',
      ['nested-say-conflict voice=other'],
    ],
    ['two pronunciations', '<say ipa=a>x <say alias=b>c</say></say>', ['nested-say-conflict alias=b']],
    ['two pronunciations in one tag', '<say ipa=a alias=b>c</say>', ['nested-say-conflict alias=b']],
    ['no conflict with words of its own', '<say voice=able>a <say voice=other>b</say></say>', []],
    ['no conflict of what adds up', '<say rate=slow><say rate=fast>b</say></say>', []],
    [
      'a paragraph that is very long',
      long,
      ['very-long-utterance Nobody said a word. Nobody said a word. Nobody said a word.'],
    ],
    ['none with a pause in it', `${long.slice(0, 1500)} [pause 1s] ${long.slice(1500)}`, []],
    ['a respelling that cannot be read', '---\nlexicon: { Kaede: 花 }\n---\nKaede.', ['bad-value Kaede: 花']],
    ['a key twice', '---\ntitle: A\ntitle: B\n---\n', ['duplicate-key title']],
    ['a front matter that is none', '---\n- a\n---\n', ['bad-front-matter - a\n']],
  ])('%s', (_name, source, expected) => {
    expect(findings(source)).toEqual(expected);
  });
});

describe('what is included', () => {
  const source = '---\ninclude: [shared.yaml]\n---\n\nMARA: Kaede.\n';
  const shared = (yaml: string) => scriptWorld({ included: [includedFile('shared.yaml', yaml)] });
  test.each<readonly [name: string, yaml: string, expected: readonly string[]]>([
    ['brings characters and words', 'cast: { MARA: able }\nlexicon: { Kaede: kah-EH-deh }', []],
    ['has no character unused here', 'cast: { MARA: able, TOM: able }\nlexicon: { Kaede: kah-EH-deh }', []],
    [
      'is told of where it is included',
      'cast: { MARA: { voice: unable, emotion: sad } }\nlexicon: { Kaede: { ipa: a } }',
      ['unsupported-by-voice shared.yaml', 'unsupported-by-voice shared.yaml'],
    ],
    [
      'names a voice that there is not',
      'cast: { MARA: abel }\nlexicon: { Kaede: x }',
      ['unknown-voice shared.yaml'],
    ],
    [
      'has a fault',
      'cast: { MARA: { voice: able, rate: 99 } }\nlexicon: { Kaede: kah-EH-deh }',
      ['bad-value shared.yaml'],
    ],
  ])('%s', (_name, yaml, expected) => {
    const codes = findings(source, shared(yaml));
    expect(codes.map((code) => code.replace(/^bad-front-matter/u, 'bad-value'))).toEqual(expected);
  });

  test.each(['missing', 'outside', 'circle'] as const)('is refused: %s', (refusal) => {
    const file = { ...includedFile('shared.yaml', ''), refusal };
    const found = diagnose('---\ninclude: shared.yaml\n---\n', scriptWorld({ included: [file] }));
    expect(found).toMatchObject([
      { code: 'missing-file', severity: 'error', startOffset: 13, endOffset: 24 },
    ]);
  });
});

test('a word that the end of a line broke is known as a whole, one that nobody knows is told by its parts', () => {
  const world = scriptWorld({ isKnownWord: (word) => !/^(?:ple|zor|zorblax)$/u.test(word) });
  expect(findings('An exam-\nple, exam- *ple* and zor-\nblax.', world)).toEqual([
    'unknown-pronunciation zor',
  ]);
});

describe('nobody has looked', () => {
  test.each<readonly [name: string, source: string, world: Parameters<typeof scriptWorld>[0]]>([
    ['for voices', '<say voice=abel emotion=sad>x</say>', { voices: [], abilities: new Map() }],
    ['for files', '[sound gone.wav]', { fileExists: () => null }],
  ])('%s', (_name, source, world) => {
    expect(findings(source, scriptWorld(world))).toEqual([]);
  });
});

describe('in place of a voice that there is not, those that could be meant are proposed', () => {
  test.each([
    ['all, where no engine is named', '<say voice=nable>b</say>', ['able', 'unable']],
    ['those of the engine', '---\ncast: { M: { voice: nable, engine: all } }\n---\nM: Hi.', ['able']],
    ['those that blend with the others', '<say voice="other+nable">b</say>', ['able']],
  ])('%s', (_name, source, expected) => {
    const fixes = diagnose(source).flatMap(({ code, fix }) => (code === 'unknown-voice' ? [fix] : []));
    expect(fixes).toMatchObject([{ kind: 'replace', texts: expected }]);
  });
});

test('messages name the thing, what is heard and the way out', () => {
  const source = `---\ncast:\n  MARA: { voice: unable, emotion: sad }\n---\n\nMRAA: [laugther] [applause] <say rat=1.1>zorblax</say>\nMARA: (whispering) Hi. [pause 5]\n`;
  expect(diagnose(source).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'warning: MARA: The voice unable cannot sound sad. It is left out.',
    'warning: "MRAA" is not in the cast, so the narrator reads the line aloud, name and all. Did you mean MARA?',
    'error: There is no tag [laugther], and nothing is heard of it. Did you mean laughter? A backslash before it makes it text.',
    'warning: <say> has no attribute "rat", and nothing is heard of it. Did you mean rate?',
    'information: No dictionary has "zorblax", so how it is said is guessed from its letters. The lexicon of the script can say it.',
    'warning: The voice unable cannot whisper. It is left out.',
    'error: The time cannot be "5", and nothing is heard of it; it is a time such as 500ms or 1.5s, up to ten minutes. Did you mean 5ms or 5s?',
  ]);
});
