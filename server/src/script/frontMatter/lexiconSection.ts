import { isScalar } from 'yaml';
import type { LexiconEntry } from './frontMatter.ts';
import type { YamlEntry, YamlReader } from './yamlReader.ts';

export const lexiconKeys = ['respelling', 'alias', 'ipa', 'arpabet', 'pinyin'] as const;

/** `Kaede: kah-EH-deh`, or `{ ipa: ... }` and the like. */
export function readLexicon(reader: YamlReader, entry: YamlEntry | undefined): Map<string, LexiconEntry> {
  const lexicon = new Map<string, LexiconEntry>();
  for (const [word, wordEntry] of reader.readEntries(entry, null)) {
    const spoken = readSpoken(reader, wordEntry);
    if (spoken !== null)
      lexicon.set(word, { ...wordEntry.range, word, wordRange: wordEntry.keyRange, spoken });
  }
  return lexicon;
}

function readSpoken(reader: YamlReader, entry: YamlEntry): LexiconEntry['spoken'] | null {
  if (isScalar(entry.value)) {
    const text = reader.readText(entry)?.text ?? '';
    if (text.trim() !== '') return { kind: 'respelling', text };
  }
  const found = [...(isScalar(entry.value) ? [] : reader.readEntries(entry, lexiconKeys).values())];
  const forms = found.flatMap((form) => {
    const text = reader.readText(form)?.text.trim() ?? '';
    return text === '' ? [] : [{ form, text }];
  });
  const [first, second] = forms;
  if (first === undefined) {
    const message = `"${entry.key}" needs a pronunciation: a respelling such as kah-EH-deh, or one of ${lexiconKeys.join(', ')}.`;
    reader.report(entry.keyRange, message);
    return null;
  }
  if (second !== undefined)
    reader.report(second.form.keyRange, 'One pronunciation for each word: this one does not count.');
  switch (first.form.key) {
    case 'ipa':
    case 'arpabet':
    case 'pinyin':
      return { kind: first.form.key, phonemes: first.text };
    case 'alias':
      return { kind: 'alias', text: first.text };
    default:
      return { kind: 'respelling', text: first.text };
  }
}
