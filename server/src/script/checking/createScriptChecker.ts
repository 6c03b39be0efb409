import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import { resolveCast } from '../frontMatter/resolveCast.ts';
import type { Script } from '../tree/tree.ts';
import { createCheckContext, type LastContext } from './checkContext.ts';
import { createCheckedBlocks, type CheckedBlock } from './checkedBlocks.ts';
import { checkFrontMatter } from './checkFrontMatter.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import type { ScriptEnvironment } from './environment.ts';
import { unusedCharacters } from './rules/characters.ts';
import { missingSounds } from './rules/missingFile.ts';
import { unknownPronunciation } from './rules/pronunciation.ts';
import { underlinedTitle } from './rules/underlinedTitle.ts';
import { unlistedName } from './rules/unlistedNames.ts';
import { refusedByVoice } from './rules/unsupported.ts';
import { shiftDiagnostic } from './shiftDiagnostic.ts';
import type { SpokenVoice } from './voiceLookup.ts';

/** Finds what is wrong in versions of scripts; what has not changed since the last one is not looked at again. */
export interface ScriptChecker {
  /** @returns with ranges into the source, in their order */
  check(script: Script, frontMatter: FrontMatter, environment: ScriptEnvironment): ScriptDiagnostic[];
}

/**
 * One for each open script. Blocks are told apart by identity, as are the voices, abilities and dictionaries of an
 * environment: what changes is a new object.
 */
export function createScriptChecker(): ScriptChecker {
  const checkBlocks = createCheckedBlocks();
  let last: LastCheck | null = null;
  return {
    check(script, frontMatter, environment) {
      const { included } = environment;
      const cast =
        last?.frontMatter === frontMatter && last.included === included
          ? last.cast
          : resolveCast(frontMatter, included);
      const context = createCheckContext(cast, environment, last);
      last = { frontMatter, included, cast, context };
      const report = createReport(environment);
      const { remarkable, speakers } = checkBlocks(script, context);
      for (const { index, block } of remarkable) report.add(block, script.blockStarts[index] ?? 0);
      const breaks = remarkable.filter(({ block }) => block.isSceneBreak);
      const { diagnostics, lexiconVoices } = report;
      const { source } = script;
      const { voices } = context;
      return [
        ...checkFrontMatter({ source, frontMatter, cast, environment, voices, lexiconVoices }),
        ...unusedCharacters(frontMatter, speakers),
        ...breaks.flatMap(({ index }) => underlinedTitle(script, index)),
        ...report.unlistedNames(),
        ...diagnostics,
      ].sort(byPlace);
    },
  };
}

interface LastCheck extends LastContext {
  readonly frontMatter: FrontMatter;
  readonly included: ScriptEnvironment['included'];
}

/** What is gathered over the blocks of a script. */
interface Report {
  readonly diagnostics: readonly ScriptDiagnostic[];
  readonly lexiconVoices: ReadonlyMap<string, ReadonlySet<SpokenVoice>>;
  /** Names of nobody in the cast that open several blocks. */
  unlistedNames(): ScriptDiagnostic[];
  add(block: CheckedBlock, startOffset: number): void;
}

function createReport(environment: ScriptEnvironment): Report {
  const diagnostics: ScriptDiagnostic[] = [];
  const lexiconVoices = new Map<string, Set<SpokenVoice>>();
  const reportedWords = new Set<string>();
  const reportedReasons = new Set<string>();
  const names = new Map<string, { readonly range: TextRange; count: number }>();
  return {
    diagnostics,
    lexiconVoices,
    unlistedNames: () =>
      [...names].flatMap(([name, { range, count }]) => (count < 2 ? [] : [unlistedName(name, range, count)])),
    add(block, startOffset) {
      for (const diagnostic of block.diagnosticsAt(startOffset)) diagnostics.push(diagnostic);
      if (block.open === null) return;
      const { files, unknownWords, refusedTexts, lexiconUses, possibleName } = block.open;
      if (possibleName !== null) {
        const { name, range } = possibleName;
        const known = names.get(name) ?? { range: shiftRange(range, startOffset), count: 0 };
        known.count += 1;
        names.set(name, known);
      }
      for (const missing of missingSounds(files, environment)) {
        diagnostics.push(shiftDiagnostic(missing, startOffset));
      }
      for (const { word, range } of unknownWords) {
        const key = word.toLowerCase();
        if (reportedWords.has(key)) continue;
        reportedWords.add(key);
        diagnostics.push(shiftDiagnostic(unknownPronunciation(word, range()), startOffset));
      }
      for (const { reason, range } of refusedTexts) {
        if (reportedReasons.has(reason)) continue;
        reportedReasons.add(reason);
        diagnostics.push(shiftDiagnostic(refusedByVoice(reason, range), startOffset));
      }
      for (const { word, voice } of lexiconUses) {
        lexiconVoices.set(word, (lexiconVoices.get(word) ?? new Set()).add(voice));
      }
    },
  };
}

function byPlace(left: ScriptDiagnostic, right: ScriptDiagnostic): number {
  return left.startOffset - right.startOffset || left.endOffset - right.endOffset;
}
