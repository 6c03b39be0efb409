import { contains } from '../../text/textRange.ts';
import type { Block, Script } from '../tree/tree.ts';
import { readBlockFacts, type BlockFacts } from './blockFacts.ts';
import { collectFindings, type BlockFindings } from './blockFindings.ts';
import type { CheckContext } from './checkContext.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import { shiftDiagnostic } from './shiftDiagnostic.ts';

/** A block with what was found in it. */
export interface CheckedBlock {
  readonly facts: BlockFacts;
  /** What the whole script decides on; null where there is nothing of it. */
  readonly open: OpenFindings | null;
  /** What the findings hold for. */
  readonly context: CheckContext;
  /** Whether it ends a scene: what stands above it may be underlined. */
  readonly isSceneBreak: boolean;
  /** Whether nothing of it goes into a report. */
  readonly hasNothing: boolean;
  /** All that was found in it alone, where the block begins at an offset. */
  diagnosticsAt(startOffset: number): readonly ScriptDiagnostic[];
}

export interface OpenFindings extends Pick<BlockFacts, 'files'>, Omit<BlockFindings, 'diagnostics'> {}

/** The blocks of a script as far as there is something to say of them. */
export interface CheckedBlocks {
  /** In order. */
  readonly remarkable: readonly RemarkableBlock[];
  /** Who has a line. */
  readonly speakers: ReadonlySet<string>;
}

export interface RemarkableBlock {
  readonly index: number;
  readonly block: CheckedBlock;
}

export type CheckBlocks = (script: Script, context: CheckContext) => CheckedBlocks;

/**
 * Checks the blocks of versions of a script. What was found is kept with the block, and the blocks at both ends that
 * the last version had as well are not even looked at: in a book, looking at each is what takes long.
 */
export function createCheckedBlocks(): CheckBlocks {
  const known = new WeakMap<Block, CheckedBlock>();
  const lineCounts = new Map<string, number>();
  let last: LastVersion = { context: null, blocks: [], remarkable: [] };
  return (script, context) => {
    const { blocks } = script;
    const isSame = last.context === context;
    const start = isSame ? sameAtStart(last.blocks, blocks) : 0;
    const end = isSame ? sameAtEnd(last.blocks, blocks, start) : 0;
    countLines(last.blocks.slice(start, last.blocks.length - end), -1, lineCounts);
    countLines(blocks.slice(start, blocks.length - end), 1, lineCounts);
    const remarkable = [
      ...last.remarkable.filter(({ index }) => index < start),
      ...blocks.slice(start, blocks.length - end).flatMap((block, offset) => {
        const checked = checkAgain(block, { script, index: start + offset, context }, known);
        return checked.hasNothing ? [] : [{ index: start + offset, block: checked }];
      }),
      ...moved(last, end, blocks.length),
    ];
    last = { context, blocks, remarkable };
    return { remarkable, speakers: new Set(lineCounts.keys()) };
  };
}

interface LastVersion {
  readonly context: CheckContext | null;
  readonly blocks: readonly Block[];
  readonly remarkable: readonly RemarkableBlock[];
}

/** Of the last blocks of a version, those that are remarkable, where they are among a new number of blocks. */
function moved(
  { blocks, remarkable }: LastVersion,
  end: number,
  blockCount: number,
): readonly RemarkableBlock[] {
  const by = blockCount - blocks.length;
  const kept = remarkable.filter(({ index }) => index >= blocks.length - end);
  return by === 0 ? kept : kept.map(({ index, block }) => ({ index: index + by, block }));
}

function countLines(blocks: readonly Block[], by: 1 | -1, counts: Map<string, number>): void {
  for (const block of blocks) {
    if (block.kind !== 'dialogue') continue;
    const count = (counts.get(block.speaker) ?? 0) + by;
    if (count > 0) counts.set(block.speaker, count);
    else counts.delete(block.speaker);
  }
}

interface BlockPlace {
  readonly script: Script;
  readonly index: number;
  readonly context: CheckContext;
}

function checkAgain(
  block: Block,
  { script, index, context }: BlockPlace,
  known: WeakMap<Block, CheckedBlock>,
): CheckedBlock {
  const found = known.get(block);
  if (found?.context === context) return found;
  const startOffset = script.blockStarts[index] ?? 0;
  const text = script.source.slice(startOffset, startOffset + block.length);
  const fresh = checkBlock(block, found?.facts ?? readBlockFacts(block, text), context);
  known.set(block, fresh);
  return fresh;
}

function checkBlock(block: Block, facts: BlockFacts, context: CheckContext): CheckedBlock {
  const findings = collectFindings(block, facts, context);
  const { diagnostics, ...ofScript } = findings;
  const { unknownWords, refusedTexts, lexiconUses, possibleName } = ofScript;
  const found = withoutEchoes(facts.diagnostics, diagnostics);
  const isSceneBreak = block.kind === 'sceneBreak';
  const openCount =
    facts.files.length +
    unknownWords.length +
    refusedTexts.length +
    lexiconUses.length +
    (possibleName === null ? 0 : 1);
  let told: { readonly startOffset: number; readonly diagnostics: readonly ScriptDiagnostic[] } | null = null;
  return {
    facts,
    context,
    open: openCount === 0 ? null : { files: facts.files, ...ofScript },
    isSceneBreak,
    hasNothing: found.length + openCount === 0 && !isSceneBreak,
    diagnosticsAt(startOffset) {
      if (told?.startOffset !== startOffset) {
        told = {
          startOffset,
          diagnostics: found.map((diagnostic) => shiftDiagnostic(diagnostic, startOffset)),
        };
      }
      return told.diagnostics;
    },
  };
}

/**
 * What is told once is enough: of a line that is misread, `MARA [sad]: Hi`, not the tag in it, and of a heading such as
 * "ACT II: THE STORM" not that nobody of that name is in the cast.
 */
function withoutEchoes(
  facts: readonly ScriptDiagnostic[],
  findings: readonly ScriptDiagnostic[],
): ScriptDiagnostic[] {
  const names = findings.filter(({ code }) => code === 'unknown-character');
  if (names.length === 0) return [...facts, ...findings];
  const lines = facts.filter(({ code, severity }) => code === 'unknown-tag' && severity !== 'information');
  return [
    ...facts.filter((fact) => fact.code !== 'unknown-tag' || !names.some((name) => isEcho(fact, name))),
    ...findings.filter(
      (finding) => finding.code !== 'unknown-character' || !lines.some((line) => contains(line, finding)),
    ),
  ];
}

/** A tag in a name, or a quote with the name in it. */
function isEcho(fact: ScriptDiagnostic, name: ScriptDiagnostic): boolean {
  return fact.severity === 'information'
    ? contains(fact, name)
    : contains(name, fact) && !contains(fact, name);
}

function sameAtStart(left: readonly Block[], right: readonly Block[]): number {
  const limit = Math.min(left.length, right.length);
  let count = 0;
  while (count < limit && left[count] === right[count]) count++;
  return count;
}

/** @param start  how many are the same at the start, which do not count again */
function sameAtEnd(left: readonly Block[], right: readonly Block[], start: number): number {
  const limit = Math.min(left.length, right.length) - start;
  let count = 0;
  while (count < limit && left[left.length - 1 - count] === right[right.length - 1 - count]) count++;
  return count;
}
