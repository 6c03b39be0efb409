import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import { resolveCast } from '../frontMatter/resolveCast.ts';
import type { Block, Script } from '../tree/tree.ts';
import { readBlockFacts, type BlockFacts } from './blockFacts.ts';
import { collectFindings, type BlockFindings } from './blockFindings.ts';
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
  const facts = new WeakMap<Block, BlockFacts>();
  const findings = new WeakMap<Block, { readonly context: CheckContext; readonly found: BlockFindings }>();
  const state: { context: CheckContext | null } = { context: null };

  const factsOf = (block: Block, script: Script, startOffset: number): BlockFacts => {
    const known = facts.get(block);
    if (known !== undefined) return known;
    const read = readBlockFacts(block, script.source.slice(startOffset, startOffset + block.length));
    facts.set(block, read);
    return read;
  };

  const findingsOf = (block: Block, blockFacts: BlockFacts, context: CheckContext): BlockFindings => {
    const known = findings.get(block);
    if (known?.context === context) return known.found;
    const found = collectFindings(block, blockFacts, context);
    findings.set(block, { context, found });
    return found;
  };

  return {
    check(script, frontMatter, environment) {
      const cast = resolveCast(frontMatter, environment.included);
      const context = createCheckContext(cast, environment, state.context);
      state.context = context;
      const diagnostics: ScriptDiagnostic[] = [];
      const report = (found: readonly ScriptDiagnostic[], offset: number): void => {
        for (const diagnostic of found) diagnostics.push(shiftDiagnostic(diagnostic, offset));
      };
      const speaking = new Set<string>();
      const reportedWords = new Set<string>();
      const lexiconVoices = new Map<string, Set<SpokenVoice>>();
      script.blocks.forEach((block, index) => {
        const offset = script.blockStarts[index] ?? 0;
        const blockFacts = factsOf(block, script, offset);
        const found = findingsOf(block, blockFacts, context);
        if (block.kind === 'dialogue') speaking.add(block.speaker);
        report(blockFacts.diagnostics, offset);
        report(found.diagnostics, offset);
        for (const { word, voice } of found.lexiconUses) {
          lexiconVoices.set(word, (lexiconVoices.get(word) ?? new Set()).add(voice));
        }
        report(missingSounds(blockFacts.files, environment), offset);
        for (const word of found.unknownWords) {
          const key = word.word.toLowerCase();
          if (reportedWords.has(key)) continue;
          reportedWords.add(key);
          report([unknownPronunciation(word)], offset);
        }
      });
      diagnostics.push(
        ...checkFrontMatter({ frontMatter, cast, environment, voices: context.voices, lexiconVoices }),
        ...unusedCharacters(frontMatter, speaking),
      );
      return diagnostics.sort(byPlace);
    },
  };
}

function byPlace(left: ScriptDiagnostic, right: ScriptDiagnostic): number {
  return left.startOffset - right.startOffset || left.endOffset - right.endOffset;
}
