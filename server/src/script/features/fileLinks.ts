import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { toSourceRange } from '../tree/blockAt.ts';
import { contentOf, walkInlines } from '../tree/walk.ts';
import { resolveUri } from './resolveUri.ts';

/** The name of a file in a script, and where the file is. */
export interface FileLink extends TextRange {
  readonly uri: string;
}

/** The files that a script names and that are there, as far as anybody has looked. */
export function fileLinks(document: ScriptDocument): readonly FileLink[] {
  return [...includeLinks(document), ...soundLinks(document)];
}

function includeLinks({ frontMatter, environment }: ScriptDocument): readonly FileLink[] {
  return frontMatter.includes.flatMap(({ text, startOffset, endOffset }) => {
    const file = environment.included.find(({ path, refusal }) => path === text && refusal === null);
    return file === undefined ? [] : [{ startOffset, endOffset, uri: file.uri }];
  });
}

function* soundLinks({ script, environment, uri }: ScriptDocument): Generator<FileLink> {
  for (const [index, block] of script.blocks.entries()) {
    for (const { node } of walkInlines(contentOf(block))) {
      if (node.kind !== 'point' || node.name !== 'sound' || node.argument === null) continue;
      const target = resolveUri(uri, node.argument.text);
      if (target === null || environment.fileExists(node.argument.text) === false) continue;
      yield { ...toSourceRange(script, index, node.argument), uri: target };
    }
  }
}
