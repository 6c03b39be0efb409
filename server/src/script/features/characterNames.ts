import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextRange } from '../../text/textRange.ts';
import type { IncludedFile } from '../checking/environment.ts';
import type { CastEntry, FrontMatter } from '../frontMatter/frontMatter.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { blockIndexAt, toSourceRange } from '../tree/blockAt.ts';

/** A character and the one place that introduces it: the same name elsewhere may be somebody else. */
export interface Character {
  readonly name: string;
  /** Of the file that has it in its cast. */
  readonly uri: string;
  readonly entry: CastEntry;
  /** Of that file. */
  readonly text: TextDocument;
}

/** Whose name stands at an offset, and where it does. */
export interface CharacterPlace {
  readonly character: Character;
  readonly range: TextRange;
}

export function characterAt(document: ScriptDocument, offset: number): CharacterPlace | null {
  const range = nameAt(document, offset);
  const character = range === null ? null : characterNamed(document, range.name);
  return range === null || character === null ? null : { character, range };
}

/** @returns null where there is no name of a character */
export function characterNameAt(document: ScriptDocument, offset: number): string | null {
  return characterAt(document, offset)?.character.name ?? null;
}

/** @returns null where the name is in no cast */
export function characterNamed(document: ScriptDocument, name: string): Character | null {
  const resolved = document.cast.characters.get(name);
  if (resolved === undefined) return null;
  const { entry, file } = resolved;
  const { uri, text } = file === null ? document : { uri: file.uri, text: textOfFile(file) };
  return { name, uri, entry, text };
}

/** Where a script's lines say the name, its cast left out. */
export function linesOf({ script }: ScriptDocument, name: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  script.blocks.forEach((block, index) => {
    if (block.kind === 'dialogue' && block.speaker === name) {
      ranges.push(toSourceRange(script, index, block.speakerRange));
    }
  });
  return ranges;
}

/** Those of them in which the name is this character. */
export function scriptsWith(
  { name, uri }: Character,
  documents: readonly ScriptDocument[],
): readonly ScriptDocument[] {
  return documents.filter((document) => characterNamed(document, name)?.uri === uri);
}

interface NameRange extends TextRange {
  readonly name: string;
}

function nameAt({ script, frontMatter }: ScriptDocument, offset: number): NameRange | null {
  const index = blockIndexAt(script, offset);
  const block = script.blocks[index];
  switch (block?.kind) {
    case 'frontMatter':
      return castKeyAt(frontMatter, offset);
    case 'dialogue': {
      const range = toSourceRange(script, index, block.speakerRange);
      return touches(range, offset) ? { name: block.speaker, ...range } : null;
    }
    default:
      return null;
  }
}

function castKeyAt({ cast }: FrontMatter, offset: number): NameRange | null {
  for (const { name, nameRange } of cast.values()) {
    if (touches(nameRange, offset)) return { name, ...nameRange };
  }
  return null;
}

/** Also at its end, where an editor puts the caret after typing it. */
function touches({ startOffset, endOffset }: TextRange, offset: number): boolean {
  return startOffset <= offset && offset <= endOffset;
}

function textOfFile({ uri, source }: IncludedFile): TextDocument {
  return TextDocument.create(uri, 'aloud', 0, source);
}
