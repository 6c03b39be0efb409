import fc from 'fast-check';
import { deliveries, emotions, soundEvents } from '../../../protocol/expression.ts';

/** Scripts with all that the language has, well formed and not. */
export function scripts(): fc.Arbitrary<string> {
  return fc
    .tuple(frontMatter(), fc.array(block(), { maxLength: 7 }))
    .map(([head, blocks]) => head + blocks.join(''));
}

const names = ['MARA', 'TOM', 'Der Koch', 'narrator'] as const;
const voices = ['af_heart', 'bf_emma', 'am_adam'] as const;
const languages = ['en', 'en-GB', 'fr', 'ja'] as const;

function frontMatter(): fc.Arbitrary<string> {
  const character = fc.record(
    {
      voice: fc.constantFrom(...voices),
      language: fc.constantFrom(...languages),
      rate: fc.constantFrom('0.9', 'slow', '1.37', '2'),
      pitch: fc.constantFrom('low', '+1.5st', '-12st'),
      range: fc.constantFrom('0', '0.5', '3'),
      volume: fc.constantFrom('loud', '-40dB'),
      emotion: fc.constantFrom(...emotions),
      strength: fc.constantFrom('0.5', '0'),
      delivery: fc.constantFrom(...deliveries),
      instruct: fc.constantFrom('like a child', 'slowly, "sic"'),
    },
    { requiredKeys: [] },
  );
  const written = fc.record(
    {
      title: fc.constantFrom('A "Book" & <more>', 'Two: words'),
      author: fc.constantFrom('A. Writer', '李'),
      language: fc.constantFrom(...languages),
      cast: fc.dictionary(fc.constantFrom(...names), character, { maxKeys: 4 }),
      lexicon: fc.constantFrom({ Kaede: 'kah-EH-deh' }, { knock: { alias: 'tap' }, sea: { ipa: 'siː' } }),
      defaults: fc.constantFrom(
        { pauses: { paragraph: '900ms' } },
        { pauses: { line: '0ms' }, scenes: 'silent' },
        { chapters: 'silent', scenes: 'spoken', pauses: { heading: '1.5s' } },
      ),
    },
    { requiredKeys: [] },
  );
  return fc
    .option(written, { nil: null })
    .map((head) => (head === null ? '' : `---\n${JSON.stringify(head)}\n---\n`));
}

function block(): fc.Arbitrary<string> {
  const end = fc.constantFrom('\n\n', '\n\n', '\n');
  const opening = fc.oneof(fc.constant(''), fc.constantFrom(...names.map((name) => `${name}: `), 'WHO: '));
  const directed = fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: direction() });
  const spoken = fc.tuple(opening, directed, inlines(3)).map((parts) => parts.join(''));
  const headingPart = fc.constantFrom(
    'The sea',
    'Kaede',
    'knock',
    '*night*',
    '<strong>and *day*</strong>',
    '<say rate=slow emotion=sad>late</say>',
    '<say as=ordinal>2</say>',
    '<say voice=bf_emma>hers</say>',
    '[breath]',
    '[pause 300ms]',
    '[mark a]',
    'MARA: &',
  );
  const heading = fc
    .tuple(fc.constantFrom('# ', '## '), fc.array(headingPart, { maxLength: 5 }))
    .map(([marker, parts]) => marker + parts.join(' '));
  const other = fc.constantFrom(
    '---',
    '<!-- a comment -->',
    '[sound "door.wav" gain=-6dB fade=500ms]',
    '[pause 2s]',
    '[mark here] [pause 250ms]',
    '# ',
    '## Silent *night*',
  );
  return fc
    .tuple(
      fc.oneof(
        { weight: 8, arbitrary: spoken },
        { weight: 1, arbitrary: heading },
        { weight: 3, arbitrary: other },
      ),
      end,
    )
    .map((parts) => parts.join(''));
}

function direction(): fc.Arbitrary<string> {
  const item = fc.constantFrom(
    'sad',
    'angry 0.4',
    'neutral',
    'whispering',
    'slow',
    '1.2',
    '2x',
    'high',
    '-2st',
    'soft',
    '+3dB',
    '"as if lost"',
  );
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')}) `);
}

function inlines(depth: number): fc.Arbitrary<string> {
  const words = fc.constantFrom(
    'The sea',
    'Kaede',
    'knock',
    ' and ',
    '.',
    ', ',
    '—',
    '"Oh," he said',
    '1999',
    ' ',
    '10\u00a0km',
    '海',
    'é',
    '😀',
    '\\*',
    '\\[breath] ',
    '[x] ',
    '<b>',
    'MARA: ',
    '#5 ',
    '(sic)',
    '(sad) ',
    '&amp;',
    ']]>',
    '\\\\',
    '* ',
    '-',
  );
  const point = fc.oneof(
    fc.constantFrom(...soundEvents).map((event) => `[${event}]`),
    fc.constantFrom(
      '[mark a]',
      '[mark "two  words"]',
      '[pause 300ms]',
      '[pause 0ms]',
      '[sound x.wav]',
      ' [pause 1.25s] ',
    ),
  );
  if (depth === 0) return words;
  const inner = inlines(depth - 1);
  const say = fc
    .tuple(fc.array(attribute(), { minLength: 1, maxLength: 3 }), inner)
    .map(([attributes, content]) => `<say ${attributes.join(' ')}>${content}</say>`);
  const span = fc.oneof(
    inner.map((content) => `*${content}*`),
    inner.map((content) => `**${content}**`),
    inner.map((content) => `<strong>${content}</strong>`),
    inner.map((content) => `<laughter>${content}</laughter>`),
    say,
    say,
  );
  return fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: words },
        { weight: 2, arbitrary: point },
        { weight: 3, arbitrary: span },
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''));
}

function attribute(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...emotions).map((emotion) => `emotion=${emotion}`),
    fc.constantFrom(...deliveries).map((delivery) => `delivery=${delivery}`),
    fc.constantFrom(
      'strength=0.3',
      'rate=slow',
      'rate=1.1',
      'rate=0.5',
      'pitch=high',
      'pitch=-0.7st',
      'range=0',
      'range=1.8',
      'volume=soft',
      'emphasis=reduced',
      'emphasis=strong',
      'voice=bf_emma',
      'voice=af_heart',
      'language=fr',
      'language=en',
      'alias="two words"',
      'ipa="siː"',
      'arpabet="S IY1"',
      'pinyin="hǎi"',
      'as=digits',
      'as=characters',
      'instruct="softly, as if"',
    ),
  );
}
