import fc from 'fast-check';

/**
 * Text that looks like a script: mostly right, sometimes broken, with line ends of every kind. For property tests of
 * whatever reads scripts.
 */
export function arbitraryScript(): fc.Arbitrary<string> {
  const body = fc.array(arbitraryFragment(), { maxLength: 30 }).map((fragments) => fragments.join(''));
  return fc.tuple(fc.option(arbitraryFrontMatter(), { nil: '' }), body).map(([head, rest]) => head + rest);
}

/** Any UTF-16 at all: lone surrogates, NUL, BOM, line ends in every mixture. */
export function arbitraryUnicode(): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
        fc.constantFrom('\0', '\r', '\n', '\r\n', '\ufeff', '\u2028', '\u200d', 'e\u0301', '😀', '‮'),
        arbitraryFragment(),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(''));
}

/** A piece of a script: a word, a tag, half a tag, the end of a line. */
export function arbitraryFragment(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 3, arbitrary: fc.constantFrom(...lineEnds) },
    { weight: 2, arbitrary: fc.constantFrom(...tags) },
    { weight: 2, arbitrary: fc.constantFrom(...starts) },
    { weight: 1, arbitrary: fc.constantFrom(...marks) },
  );
}

/** Closed or not, sensible or not. */
export function arbitraryFrontMatter(): fc.Arbitrary<string> {
  const lines = fc.array(fc.constantFrom(...yamlLines), { maxLength: 8 });
  const close = fc.constantFrom('---\n', '---\r\n', '\n', '');
  return fc
    .tuple(lines, close)
    .map(([yaml, end]) => `---\n${yaml.map((line) => `${line}\n`).join('')}${end}`);
}

/** How often a property is tried; `ALOUD_PROPERTY_RUNS` asks for more. */
export function propertyRuns(usual: number): number {
  const asked = Number(process.env['ALOUD_PROPERTY_RUNS'] ?? '');
  return Number.isInteger(asked) && asked > 0 ? asked : usual;
}

const words = [
  'The',
  ' wind',
  ' came',
  ' first. ',
  ' 5 ',
  '“no” ',
  'naïve ',
  '海 ',
  ' a<b ',
  ' [sic] ',
  'x',
  ' ',
];
const lineEnds = ['\n', '\n', '\n\n', '\r\n', '\r', ' \n \n', '\r\n\r\n'];
const tags = [
  '[laughter]',
  '[pause 500ms]',
  '[pause soon]',
  '[sound "a b.wav" gain=-6dB]',
  '[mark here]',
  '[laugther]',
  '[breath',
  '<say rate="slow" emotion=sad>',
  '<say alias="x y">',
  '</say>',
  '<laughter>',
  '</laughter>',
  '<strong>',
  '</strong>',
  '<saay>',
  '<b>',
  '**',
  '*',
  '***',
];
const starts = [
  '\nMARA: ',
  '\nTOM: (angry 0.8, "tired") ',
  '\nTOM: (nonsense) ',
  '\nNOBODY: ',
  '\n(whispering, slow) ',
  '\n# ',
  '\n## ',
  '\n---\n',
  '\n[sound door.wav]\n',
  '<!-- ',
  ' -->',
  '\n<!-- a\n\nb -->\n',
];
const marks = [
  '\\',
  '\\*',
  '\\<',
  '"',
  "'",
  ':',
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  '<!--',
  '-->',
  '=',
  '/',
  '\t',
  '-',
  '#',
];
const yamlLines = [
  'title: The Lighthouse',
  'language: en',
  'include: [shared.aloud]',
  'cast:',
  '  MARA: bf_emma',
  '  TOM: { voice: am_michael, rate: 0.9 }',
  '  MARA: twice',
  'lexicon:',
  '  Kaede: kah-EH-deh',
  '  x: { ipa: "a", alias: b }',
  'titel: wrong',
  '- item',
  'a: &a [*a, *a]',
  '{{{',
  '',
  'defaults: { pauses: { line: 1s } }',
];
