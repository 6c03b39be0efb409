import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import { resolveCast } from '../frontMatter/resolveCast.ts';
import type { Block, Script } from '../tree/tree.ts';
import { readBlockFacts, type BlockFacts } from './blockFacts.ts';
import { collectFindings, noFindings, type BlockFindings } from './blockFindings.ts';
import { createCheckContext, type CheckContext } from './checkContext.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import type { ScriptEnvironment } from './environment.ts';
import { checkFrontMatter } from './checkFrontMatter.ts';
import { unusedCharacters } from './rules/characters.ts';
import { missingSounds } from './rules/missingFile.ts';
import { unknownPronunciation } from './rules/pronunciation.ts';
import { shiftDiagnostic } from './shiftDiagnostic.ts';
import type { SpokenVoice } from './voiceLookup.ts';

/** Finds what is wrong in versions of scripts; what has not changed since the last one is not looked at again. */
export interface ScriptChecker {
  /** @returns with ranges into the source, in their order */
  check(script: Script, frontMatter: FrontMatter, environment: ScriptEnvironment): ScriptDiagnostic[];
}

/**
 * Keeps what it found of each block with the block, for as long as that lives. Blocks are told apart by identity, as
 * are the voices, abilities and dictionaries of an environment: what changes is a new object.
 */
export function createScriptChecker(): ScriptChecker {
  const known = new WeakMap<Block, CheckedBlock>();
  const state: { context: CheckContext | null } = { context: null };
  const checkBlock = (block: Block, script: Script, place: BlockPlace): CheckedBlock => {
    const checked = known.get(block);
    if (checked?.context === place.context) return checked;
    const { startOffset, context } = place;
    const facts =
      checked?.facts ?? readBlockFacts(block, script.source.slice(startOffset, startOffset + block.length));
    const findings = collectFindings(block, facts, context);
    const hasNothing = facts.diagnostics.length + facts.files.length === 0 && findings === noFindings;
    const fresh = { facts, context, findings, hasNothing };
    known.set(block, fresh);
    return fresh;
  };
  return {
    check(script, frontMatter, environment) {
      const cast = resolveCast(frontMatter, environment.included);
      const context = createCheckContext(cast, environment, state.context);
      state.context = context;
      const report = createReport(environment);
      for (const [index, block] of script.blocks.entries()) {
        if (block.kind === 'dialogue') report.speaking.add(block.speaker);
        const startOffset = script.blockStarts[index] ?? 0;
        const checked = checkBlock(block, script, { startOffset, context });
        if (!checked.hasNothing) report.add(checked, startOffset);
      }
      const { diagnostics, speaking, lexiconVoices } = report;
      const { source } = script;
      const { voices } = context;
      return [
        ...diagnostics,
        ...checkFrontMatter({ source, frontMatter, cast, environment, voices, lexiconVoices }),
        ...unusedCharacters(frontMatter, speaking),
      ].sort(byPlace);
    },
  };
}

interface BlockPlace {
  readonly startOffset: number;
  readonly context: CheckContext;
}

interface CheckedBlock {
  readonly facts: BlockFacts;
  /** What the findings hold for. */
  readonly context: CheckContext;
  readonly findings: BlockFindings;
  readonly hasNothing: boolean;
}

/** What is gathered over the blocks of a script. */
interface Report {
  readonly diagnostics: readonly ScriptDiagnostic[];
  readonly speaking: Set<string>;
  readonly lexiconVoices: ReadonlyMap<string, ReadonlySet<SpokenVoice>>;
  add(checked: CheckedBlock, startOffset: number): void;
}

function createReport(environment: ScriptEnvironment): Report {
  const diagnostics: ScriptDiagnostic[] = [];
  const lexiconVoices = new Map<string, Set<SpokenVoice>>();
  const reportedWords = new Set<string>();
  return {
    diagnostics,
    lexiconVoices,
    speaking: new Set(),
    add({ facts, findings }, startOffset) {
      const found = [
        ...facts.diagnostics,
        ...findings.diagnostics,
        ...missingSounds(facts.files, environment),
        ...findings.unknownWords.flatMap(({ word, range }) => {
          const key = word.toLowerCase();
          if (reportedWords.has(key)) return [];
          reportedWords.add(key);
          return [unknownPronunciation(word, range())];
        }),
      ];
      for (const diagnostic of found) diagnostics.push(shiftDiagnostic(diagnostic, startOffset));
      for (const { word, voice } of findings.lexiconUses) {
        lexiconVoices.set(word, (lexiconVoices.get(word) ?? new Set()).add(voice));
      }
    },
  };
}

function byPlace(left: ScriptDiagnostic, right: ScriptDiagnostic): number {
  return left.startOffset - right.startOffset || left.endOffset - right.endOffset;
}
