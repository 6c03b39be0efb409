import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { keyText } from './frontMatterKeys.ts';
import type { Finding } from './finding.ts';
import { contains } from './place.ts';
import { characterCard, lexiconCard, paragraphs, voiceCard } from './texts.ts';
import { namedVoice, voiceOfCharacter } from './voiceAtPlace.ts';

/** Characters, their voices, words, and what the keys mean. */
export function hoverFrontMatter(document: ScriptDocument, offset: number): Finding | null {
  const { cast, lexicon, sections } = document.frontMatter;
  for (const entry of cast.values()) {
    if (contains(entry.nameRange, offset)) {
      const voice = voiceCard(voiceOfCharacter(document, entry.name));
      return { range: entry.nameRange, markdown: paragraphs(characterCard(entry, null), voice) };
    }
    if (entry.voice !== null && contains(entry.voice, offset)) {
      return { range: entry.voice, markdown: voiceCard(namedVoice(document, entry.voice.text)) };
    }
  }
  for (const entry of lexicon.values()) {
    if (contains(entry.wordRange, offset))
      return { range: entry.wordRange, markdown: lexiconCard(entry, null) };
  }
  return hoverKey(document, { sections, offset });
}

function hoverKey(
  { script }: ScriptDocument,
  { sections, offset }: { readonly sections: ReadonlyMap<string, TextRange>; readonly offset: number },
): Finding | null {
  const word = wordAround(script.source, offset);
  if (word === null) return null;
  const name = script.source.slice(word.startOffset, word.endOffset);
  const around = [...sections]
    .filter(([, range]) => contains(range, offset))
    .toSorted(([, a], [, b]) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  const paths = [...around.map(([path]) => path.split('.')), []];
  for (const path of paths) {
    const markdown = path.at(-1) === name ? keyText(path) : keyText([...path, name]);
    if (markdown !== null) return { range: word, markdown };
  }
  return null;
}

/** A key: a word with a colon behind it. */
function wordAround(source: string, offset: number): TextRange | null {
  const before = /[\w-]*$/.exec(source.slice(Math.max(0, offset - 40), offset))?.[0] ?? '';
  const after = /^([\w-]*)\s*:/.exec(source.slice(offset, offset + 80))?.[1];
  if (after === undefined || before + after === '') return null;
  return { startOffset: offset - before.length, endOffset: offset + after.length };
}
