import { castKeys } from '../frontMatter/castSection.ts';
import { defaultsKeys, pauseKeys } from '../frontMatter/defaultsSection.ts';
import { lexiconKeys } from '../frontMatter/lexiconSection.ts';
import { frontMatterKeys } from '../frontMatter/parseFrontMatter.ts';

/** The keys that may stand at a path; none where any name is one, or where there are no keys. */
export function keysOf(path: readonly string[]): readonly string[] {
  const [section, name, ...deeper] = path;
  if (section === undefined) return frontMatterKeys;
  if (deeper.length > 0) return [];
  switch (section) {
    case 'cast':
      return name === undefined ? [] : castKeys;
    case 'lexicon':
      return name === undefined ? [] : lexiconKeys;
    case 'defaults':
      return name === undefined ? defaultsKeys : name === 'pauses' ? pauseKeys : [];
    default:
      return [];
  }
}

/** What a key says, as Markdown; null for a name and for what is no key. */
export function keyText(path: readonly string[]): string | null {
  const [section = '', name, key] = path;
  if (name === undefined) return sectionTexts[section] ?? null;
  if (key === undefined) return section === 'defaults' ? (defaultsTexts[name] ?? null) : null;
  if (section === 'cast') return castTexts[key] ?? null;
  if (section === 'lexicon') return lexiconTexts[key] ?? null;
  return section === 'defaults' && name === 'pauses' ? (pauseTexts[key] ?? null) : null;
}

const sectionTexts: Readonly<Record<string, string>> = {
  title: 'What the script is called.',
  author: 'Who wrote it.',
  language: 'The language of the script, such as `en` or `en-GB`.',
  include: 'Files whose cast and lexicon this script shares: one, or a list.',
  cast: 'Who speaks: a name, and the voice that speaks for it. `narrator` speaks what nobody else does.',
  lexicon:
    'How words are said: a word, and a respelling such as `kah-EH-deh`, or `{ ipa: "kaˈede" }`, or `{ alias: "..." }`.',
  defaults: 'How long the silences are, and whether headings are spoken.',
};

const castTexts: Readonly<Record<string, string>> = {
  voice: 'The voice, or a blend such as `af_heart:2+am_adam`.',
  engine: 'What speaks, where no voice is named.',
  language: 'The language that this character speaks.',
  rate: 'How fast: `slow`, `fast`, or a factor from 0.5 to 2.',
  pitch: 'How high: `low`, `high`, or semitones such as `-2st`.',
  range: 'How far the voice rises and falls: a factor from 0 to 3.',
  volume: 'How loud: `soft`, `loud`, or decibels such as `+3dB`.',
  emotion: 'How this character feels where nothing else is said.',
  strength: 'How strong that emotion is, from 0 to 1.',
  delivery: 'How this character uses the voice where nothing else is said.',
  instruct: 'How this character speaks, in your own words.',
};

const lexiconTexts: Readonly<Record<string, string>> = {
  respelling: 'Syllables between hyphens, the stressed one in capitals: `kah-EH-deh`.',
  alias: 'Other words in its place.',
  ipa: 'How it sounds, in the International Phonetic Alphabet.',
  arpabet: 'How it sounds, in ARPAbet.',
  pinyin: 'How it sounds, in pinyin.',
};

const defaultsTexts: Readonly<Record<string, string>> = {
  pauses: 'Silence after a `line` of dialogue, a `paragraph`, a `heading`, a `scene`, a `chapter`.',
  chapters: 'Whether the headings of chapters are `spoken` or `silent`.',
  scenes: 'Whether the headings of scenes are `spoken` or `silent`.',
};

const pauseTexts: Readonly<Record<string, string>> = {
  line: 'Silence between two lines of dialogue.',
  paragraph: 'Silence between two paragraphs.',
  heading: 'Silence after a heading.',
  scene: 'Silence between two scenes.',
  chapter: 'Silence between two chapters.',
};
