import { parseXml } from '@rgrove/parse-xml';
import { describe, expect, test } from 'vitest';
import { planToSsml } from '../../../server/src/script/exchange/ssml/planToSsml.ts';
import { ssmlToScript } from '../../../server/src/script/exchange/ssml/ssmlToScript.ts';
import { planLines } from './planLines.ts';
import { heard, planOf } from './planOf.ts';

/** What a document says, and what was left out of it. */
function imported(body: string): { script: string; said: readonly string[]; notes: readonly string[] } {
  const xml = body.startsWith('<?xml') || body.startsWith('<speak') ? body : `<speak>${body}</speak>`;
  const conversion = ssmlToScript(xml);
  if (!conversion.isConverted) throw new Error(conversion.failure.message);
  const { script, notes } = conversion;
  const plan = planOf(script);
  const written = planToSsml(plan);
  parseXml(written);
  const again = ssmlToScript(written);
  if (!again.isConverted) throw new Error(again.failure.message);
  expect(again.notes).toEqual([]);
  expect(heard(planOf(again.script))).toEqual(heard(plan));
  return { script, said: planLines(plan), notes: notes.map(({ message }) => message) };
}

const speak = (language: string, attributes = ''): string =>
  `<?xml version="1.0"?>\n<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="${language}"${attributes}>`;

/** The structure of the examples in the sections of the SSML 1.1 recommendation, in words of our own. */
describe('the examples of the recommendation', () => {
  test.each<[section: string, xml: string, said: readonly string[]]>([
    ['3.1.1 speak', `${speak('en-US')}The sea is calm.</speak>`, ['en-US: The sea is calm.']],
    [
      '3.1.2 other languages',
      `${speak('en-US')}<p>We say sea.</p><p xml:lang="fr">On dit mer.</p><lang xml:lang="de">Meer</lang> it is <w xml:lang="es">mar</w></speak>`,
      [
        'en-US: We say sea.',
        '(paragraph 700)',
        'fr: On dit mer.',
        '(paragraph 700)',
        'de: Meer',
        'en-US: it is',
        'es: mar',
      ],
    ],
    [
      '3.1.5.1 lexicon',
      `${speak('en')}<lexicon uri="http://example.com/names.pls" xml:id="pls"/><lookup ref="pls">Kaede came.</lookup></speak>`,
      ['en: Kaede came.'],
    ],
    [
      '3.1.6 meta, 3.1.7 metadata',
      `${speak('en')}<meta name="seeAlso" content="http://example.com/about.xml"/><meta http-equiv="Cache-Control" content="no-cache"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description dc:date="2026"><dc:title>The Lighthouse</dc:title><dc:creator>A. Writer</dc:creator></rdf:Description></rdf:RDF></metadata>The end.</speak>`,
      ['en: The end.'],
    ],
    [
      '3.1.8.1 p and s',
      `${speak('en-US')}<p><s>The ship is late.</s><s>Is it <s>lost?</s></s></p><p>It came.</p></speak>`,
      ['en-US: The ship is late. Is it lost?', '(paragraph 700)', 'en-US: It came.'],
    ],
    [
      '3.1.8.2 token and w',
      `${speak('en-US')}<token>Knock</token> <w role="ex:VBD">read</w>, <w>un</w><w>true</w></speak>`,
      ['en-US: Knock read, untrue'],
    ],
    [
      '3.1.9 say-as',
      `${speak('en-US')}<say-as interpret-as="date" format="dmy">4/3/2026</say-as>, <say-as interpret-as="characters">abc</say-as>, <say-as interpret-as="ordinal">2</say-as>, <say-as interpret-as="telephone" format="1">555-0100</say-as>, <say-as interpret-as="cardinal">12</say-as></speak>`,
      ['en-US: march fourth twenty twenty six, A B C, second, five five five, zero one zero zero, 12'],
    ],
    [
      '3.1.10 phoneme',
      `${speak('en-US')}<phoneme alphabet="ipa" ph="t&#x259;mei&#x325;&#x27E;ou&#x325;">tomato</phoneme> <phoneme ph="siː">sea</phoneme></speak>`,
      ['en-US: tomato sea {tomato: ipa təmei̥ɾou̥} {sea: ipa siː}'],
    ],
    [
      '3.1.11 sub',
      `${speak('en-US')}<sub alias="World Wide Web Consortium">W3C</sub> says so.</speak>`,
      ['en-US: World Wide Web Consortium says so.'],
    ],
    [
      '3.2.1 voice',
      `${speak('en-US')}<voice gender="female" languages="en-US" required="languages gender variant">A woman.</voice><voice gender="female" variant="2">Another.</voice><voice name="Mike">A man.</voice><voice name="Mike Tom">One of two.</voice></speak>`,
      ['en-US: A woman. Another.', 'Mike/en-US: A man.', 'Mike/en-US: One of two.'],
    ],
    [
      '3.2.2 emphasis',
      `${speak('en-US')}That is a <emphasis>big</emphasis> ship! That is a <emphasis level="strong">huge</emphasis> wave, <emphasis level="reduced">so</emphasis> <emphasis level="none">calm</emphasis>.</speak>`,
      [
        'en-US: That is a big ship! That is a huge wave, so calm. {big: moderate} {huge: strong} {so: reduced}',
      ],
    ],
    [
      '3.2.3 break',
      `${speak('en-US')}Breathe <break/> and go. Press 1 or wait. <break time="3s"/> Nothing. <break strength="weak"/> Pardon? <break strength="none"/> Go.</speak>`,
      [
        'en-US: Breathe',
        '(asked 750)',
        'en-US: and go. Press 1 or wait.',
        '(asked 3000)',
        'en-US: Nothing.',
        '(asked 500)',
        'en-US: Pardon? Go.',
      ],
    ],
    [
      '3.2.4 prosody',
      `${speak('en-US')}It costs <prosody rate="90%">$45</prosody>, <prosody pitch="+2st" range="x-low" volume="+6dB">now</prosody> <prosody contour="(0%,+20Hz) (10%,+30%) (40%,+10Hz)">good morning</prosody> <prosody duration="2s" rate="default">end</prosody></speak>`,
      ['en-US: It costs $45, now good morning end {$45: rate 0.9} {now: pitch 2 range 0.25 volume 6}'],
    ],
    [
      '3.2.4 nested rates are of the default',
      `${speak('en-US')}<prosody rate="slow">So slow, <prosody rate="50%">slower</prosody>, <prosody rate="+50%">faster</prosody>.</prosody> Go.</speak>`,
      [
        'en-US: So slow, slower, faster. Go. {So slow, slower, faster.: rate 0.8} {slower: rate 0.625} {faster: rate 1.5}',
      ],
    ],
    [
      '3.3.1 audio',
      `${speak('en-US')}Say your name after the tone. <audio src="beep.wav"/> <audio src="bell.wav" soundLevel="-6dB" repeatCount="2"><desc>a bell</desc>Ding.</audio></speak>`,
      ['en-US: Say your name after the tone.', '(sound beep.wav)', '(sound bell.wav -6dB)'],
    ],
    [
      '3.3.2 mark',
      `${speak('en-US')}Go from <mark name="here"/> here, to <mark name="there now"/> there!</speak>`,
      ['en-US: Go from here, to there! {mark here @7} {mark there now @16}'],
    ],
  ])('%s', (_section, xml, said) => {
    expect(imported(xml).said).toEqual(said);
  });
});

describe('what other processors know beside it', () => {
  test.each<[xml: string, said: readonly string[]]>([
    [
      '<speak xmlns:mstts="https://www.w3.org/2001/mstts"><voice name="en-US-Ava"><mstts:express-as style="cheerful" styledegree="0.5">Oh!</mstts:express-as> <mstts:express-as style="newscast-formal" role="OlderAdultMale">News.</mstts:express-as></voice></speak>',
      ['narrator/en-US-Ava: Oh! News. {Oh!: happy 0.5} {News.: "newscast formal, as an older adult male"}'],
    ],
    ['<amazon:effect name="whispered">Hush.</amazon:effect>', ['(whispering): Hush.']],
    ['<amazon:emotion name="excited" intensity="medium">Go.</amazon:emotion>', ['(excited 0.6): Go.']],
    ['<phoneme alphabet="x-sampa" ph="h@&quot;loU">hello</phoneme>', ['hello {hello: ipa həˈloʊ}']],
    ['<phoneme alphabet="x-arpabet" ph="S IY1">sea</phoneme>', ['sea {sea: arpabet S IY1}']],
    ['<prosody volume="50">Soft.</prosody>', ['(volume -6.021): Soft.']],
    ['<prosody pitch="+10%">High.</prosody>', ['(pitch 1.65): High.']],
    ['<prosody pitch="+20Hz">High.</prosody>', ['(pitch 1.981): High.']],
    ['<s>One</s><s>two</s>', ['One. two.']],
    ['<p>A &lt;b&gt; <![CDATA[<say> [breath] *x*]]> \\*</p>', ['A <b> <say> [breath] *x* \\*']],
    [
      '<p># One</p><p>---</p><p>(sad) MARA: no</p><p>MARA: no</p><p>A. (sad)</p>',
      [
        '# One',
        '(paragraph 700)',
        '(sad) MARA: no',
        '(paragraph 700)',
        'MARA: no',
        '(paragraph 700)',
        'A. (sad)',
      ],
    ],
  ])('%s', (xml, said) => {
    expect(imported(xml).said).toEqual(said);
  });
});

describe('what a script does not say is noted', () => {
  test.each<[xml: string, notes: readonly string[]]>([
    [
      '<voice gender="male" age="40">A</voice>',
      ['A script names its voices; none was chosen for gender="male" age="40".'],
    ],
    ['<voice name="A B">A</voice>', ['A script names one voice; B in its place was left out.']],
    [
      '<emphasis level="none">A</emphasis>',
      ['A script cannot ask for no emphasis at all; only what is inside was kept.'],
    ],
    [
      '<prosody contour="(0%,+20Hz)" duration="1s">A</prosody>',
      [
        'A script has no word for contour="(0%,+20Hz)"; it was left out.',
        'A script has no word for duration="1s"; it was left out.',
      ],
    ],
    ['<prosody rate="300%">A</prosody>', ['rate="300%" is beyond what a tag can ask for, 0.5 to 2.']],
    ['<prosody rate="quick">A</prosody>', ['A script has no word for rate="quick"; it was left out.']],
    [
      '<audio src="a.wav" clipBegin="1s">Ding</audio>',
      [
        'A script has no word for clipBegin="1s"; it was left out.',
        'A script has nothing in place of a sound that is missing; "Ding" was left out.',
      ],
    ],
    [
      '<say-as interpret-as="expletive">A</say-as>',
      ['A script cannot say words as "expletive"; they were kept as they are.'],
    ],
    [
      '<say-as interpret-as="date" format="my">3/26</say-as>',
      ['A script does not tell the format "my" of a date; it was left out.'],
    ],
    [
      '<phoneme alphabet="sapi" ph="h eh">A</phoneme>',
      ['A script cannot read sapi="h eh"; what is inside was kept.'],
    ],
    [
      '<lexicon uri="a.pls"/>A',
      [
        'The pronunciation lexicon a.pls was not read; a script has its own under lexicon: in the front matter.',
      ],
    ],
    ['<break strength="none"/>A', ['A script cannot forbid a pause; this <break> was left out.']],
    ['<viseme>A</viseme>', ['<viseme> is no element of SSML 1.1; only what is inside of it was kept.']],
    ['<w role="x">A</w>', ['A script has no word for role="x"; it was left out.']],
    ['<p xml:lang="no language">A</p>', ['xml:lang="no language" is no language tag; it was left out.']],
  ])('%s', (xml, notes) => {
    expect(imported(xml).notes).toEqual(notes);
  });

  test('where tags would nest deeper than a script reads them', () => {
    const xml = `${'<emphasis>'.repeat(33)}A${'</emphasis>'.repeat(33)}`;
    const message = 'Tags of a script nest at most 31 deep; this one was left out.';
    expect(imported(xml).notes).toEqual([message, message]);
  });

  test('of a tag with very many attributes, soon', () => {
    const attributes = Array.from({ length: 30_000 }, (_, index) => `a${index}="1"`).join(' ');
    const start = performance.now();
    expect(imported(`<s ${attributes}>A</s>`).notes).toHaveLength(30_000);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('at the tag that asks for it', () => {
    const xml = '<speak>\r\n😀 <emphasis\r\n level="none">A</emphasis></speak>';
    const conversion = ssmlToScript(xml);
    const range = conversion.isConverted ? conversion.notes[0] : undefined;
    expect(xml.slice(range?.startOffset, range?.endOffset)).toBe('<emphasis\r\n level="none">');
  });
});

describe('what is no SSML fails with a place', () => {
  test.each([
    ['', 'Line 1, column 1: Root element is missing or invalid.'],
    ['<speak>\n<p>A</speak>', 'Line 2, column 5: Missing end tag for element p.'],
    ['<speak>\r\n😀<b', 'Line 2, column 5: Unclosed start tag for element `b`.'],
    ['<vxml/>', 'Line 1, column 1: This is <vxml>, and SSML begins with <speak>.'],
    [
      '<!DOCTYPE speak [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><speak>&b;</speak>',
      "Line 1, column 68: &b; is none of XML's own entities (&amp; &lt; &gt; &quot; &apos;), and no others are expanded.",
    ],
    [`<speak>${'<p>'.repeat(300)}`, 'Line 1, column 605: Elements nest more than 200 deep.'],
    ['<speak>\u0000</speak>', 'Line 1, column 8: Invalid character.'],
  ])('%j', (xml, message) => {
    expect(ssmlToScript(xml)).toMatchObject({ isConverted: false, failure: { message } });
  });
});

test('a large document takes linear time', () => {
  const paragraph = '<p>A <emphasis>sea</emphasis> &amp; a\r\nship.</p>';
  const start = performance.now();
  expect(ssmlToScript(`<speak>${paragraph.repeat(40_000)}</speak>`)).toMatchObject({ isConverted: true });
  // A second here; minutes, if each line end or entity cost a copy of the whole.
  expect(performance.now() - start).toBeLessThan(20_000);
});
