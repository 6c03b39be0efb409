import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import { parseFrontMatter } from '../frontMatter/parseFrontMatter.ts';
import type { Block, Script } from '../tree/tree.ts';
import { readFrontMatterBlock } from './frontMatterBlock.ts';
import { createBlockContext } from './lineKinds.ts';
import { readBlock } from './readBlock.ts';

export interface ParseOptions {
  /** Names that open dialogue besides those of the front matter: the casts of included files. */
  readonly includedSpeakers?: Iterable<string>;
}

/** The tree of a script. There is one for every text, and it holds every character of it. */
export function parseScript(source: string, { includedSpeakers = [] }: ParseOptions = {}): Script {
  const first = readFrontMatterBlock(source);
  const frontMatter = parseFrontMatter(source, { blocks: first === null ? [] : [first] });
  const included = new Set(includedSpeakers);
  return readScript(source, {
    frontMatter,
    includedSpeakers: included,
    speakers: speakersOf(frontMatter, included),
  });
}

/** Everything that opens dialogue. */
export function speakersOf({ cast }: FrontMatter, included: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...cast.keys(), ...included]);
}

/** All blocks, by a front matter that is known already. */
export function readScript(
  source: string,
  known: Pick<Script, 'frontMatter' | 'speakers' | 'includedSpeakers'>,
): Script {
  const context = createBlockContext(source, known.speakers);
  const blocks: Block[] = [];
  const blockStarts: number[] = [];
  for (let position = 0; position < source.length;) {
    const block = readBlock(context, position);
    blocks.push(block);
    blockStarts.push(position);
    position += block.length;
  }
  return { source, blocks, blockStarts, ...known };
}
