import type { TextRange } from '../../text/textRange.ts';
import type { Block } from '../tree/tree.ts';
import type { BlockFacts } from './blockFacts.ts';
import type { CheckContext } from './checkContext.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import { nearlyCharacters, unknownCharacter } from './rules/characters.ts';
import { screenplayNames } from './rules/screenplayNames.ts';
import { possibleName, type PossibleName } from './rules/unlistedNames.ts';
import { unsupportedByVoice } from './rules/unsupported.ts';
import { unknownVoices } from './rules/voices.ts';
import { spokenRuns, type SpokenManner, type SpokenRun } from './spokenRuns.ts';
import { chunksOf, locateWord } from './spokenWords.ts';
import type { SpokenVoice } from './voiceLookup.ts';

/** What is found in a block where its speakers, their voices and the dictionaries are known. */
export interface BlockFindings {
  readonly diagnostics: readonly ScriptDiagnostic[];
  /** Each is reported once in a script, and so not here. */
  readonly unknownWords: readonly UnknownWord[];
  readonly refusedTexts: readonly RefusedText[];
  readonly lexiconUses: readonly LexiconUse[];
  /** Told where it opens several blocks. */
  readonly possibleName: PossibleName | null;
}

/** A word that no dictionary has. */
export interface UnknownWord {
  readonly word: string;
  /** Of the first in the block. */
  readonly range: () => TextRange;
}

/** What its voice cannot say, and why. */
export interface RefusedText {
  readonly reason: string;
  readonly range: TextRange;
}

/** A word of the lexicon, and who says it. */
export interface LexiconUse {
  /** As the lexicon has it. */
  readonly word: string;
  readonly voice: SpokenVoice;
}

export function collectFindings(block: Block, facts: BlockFacts, context: CheckContext): BlockFindings {
  if (!('content' in block) || !context.isSpoken(block)) return noFindings;
  const diagnostics = [
    ...unknownCharacter(block, facts.text, context.cast),
    ...nearlyCharacters(block, facts.text, context.cast),
    ...screenplayNames(block, facts.text, context.cast),
    ...facts.voices.flatMap((voice) => unknownVoices(voice.name, voice, context.environment)),
    ...facts.asks.flatMap(({ ability, range, voices }) =>
      unsupportedByVoice({ ability, range, voices: voices.map((name) => voiceNamed(name, block, context)) }),
    ),
  ];
  const runs = spokenRuns(block, facts.text);
  const { unknownWords, lexiconUses } = judgeWords(block, { text: facts.text, runs }, context);
  const refusedTexts = runs.flatMap((run) => refuseRun(run, block, context));
  const called = possibleName(block, facts.text, context.cast);
  const count = diagnostics.length + unknownWords.length + refusedTexts.length + lexiconUses.length;
  if (count === 0 && called === null) return noFindings;
  return { diagnostics, unknownWords, refusedTexts, lexiconUses, possibleName: called };
}

const noFindings: BlockFindings = {
  diagnostics: [],
  unknownWords: [],
  refusedTexts: [],
  lexiconUses: [],
  possibleName: null,
};

function refuseRun(
  { voice: name, language, pieces }: SpokenRun,
  block: Block,
  context: CheckContext,
): RefusedText[] {
  const { engine, language: voiceLanguage } = voiceNamed(name, block, context);
  const [first] = pieces;
  if (engine === null || voiceLanguage === null || first === undefined) return [];
  const text = pieces.map((piece) => piece.text).join('');
  const wished = { text, language: language ?? context.wishedLanguageOf(block), voiceLanguage };
  const reason = context.environment.refuseText(engine, wished);
  if (reason === null) return [];
  const startOffset = first.startOffset + first.text.search(/\S|$/u);
  const last = pieces.at(-1) ?? first;
  return [{ reason, range: { startOffset, endOffset: last.startOffset + last.text.trimEnd().length } }];
}

function voiceNamed(name: string | null, block: Block, context: CheckContext): SpokenVoice {
  return name === null ? context.voiceOf(block) : context.voices.find(name);
}

function judgeWords(
  block: Block,
  { text, runs }: { readonly text: string; readonly runs: readonly SpokenRun[] },
  context: CheckContext,
): Pick<BlockFindings, 'unknownWords' | 'lexiconUses'> {
  const unknownWords: UnknownWord[] = [];
  const lexiconUses: LexiconUse[] = [];
  for (const run of runs) {
    const language = run.language ?? context.languageOf(block, run.voice);
    for (const chunk of chunksOf(run)) {
      const verdict = context.judgeChunk(chunk, language);
      if (verdict === null) continue;
      for (const word of verdict.unknown) unknownWords.push(unknownWord(block, text, { ...run, word }));
      for (const word of verdict.inLexicon) {
        lexiconUses.push({ word, voice: voiceNamed(run.voice, block, context) });
      }
    }
  }
  for (const { entry } of context.lexicon.phrases) {
    if (text.includes(entry.word)) lexiconUses.push({ word: entry.word, voice: context.voiceOf(block) });
  }
  return { unknownWords, lexiconUses };
}

/** Most are reported in another block: the place is looked for when it is asked for, and then kept. */
function unknownWord(
  block: Block,
  text: string,
  { word, voice, language }: SpokenManner & { readonly word: string },
): UnknownWord {
  let range: TextRange | null = null;
  return { word, range: () => (range ??= locateWord(block, text, { word, voice, language })) };
}
