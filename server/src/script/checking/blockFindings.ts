import type { Block } from '../tree/tree.ts';
import type { BlockFacts } from './blockFacts.ts';
import type { CheckContext } from './checkContext.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import { unknownCharacter } from './rules/characters.ts';
import { lexiconWord, type UnknownWord } from './rules/pronunciation.ts';
import { unsupportedByVoice } from './rules/unsupported.ts';
import { unknownVoices } from './rules/voices.ts';
import type { SpokenWord } from './spokenWords.ts';
import type { SpokenVoice } from './voiceLookup.ts';

/** What is found in a block where its speakers, their voices and the dictionaries are known. */
export interface BlockFindings {
  readonly diagnostics: readonly ScriptDiagnostic[];
  /** Each is reported once in a script, and so not here. */
  readonly unknownWords: readonly UnknownWord[];
  readonly lexiconUses: readonly LexiconUse[];
}

/** A word of the lexicon, and who says it. */
export interface LexiconUse {
  /** As the lexicon has it. */
  readonly word: string;
  readonly voice: SpokenVoice;
}

export function collectFindings(block: Block, facts: BlockFacts, context: CheckContext): BlockFindings {
  if (!('content' in block) || !context.isSpoken(block)) return noFindings;
  const speakerVoice = context.voiceOf(block);
  const voiceNamed = (name: string | null): SpokenVoice =>
    name === null ? speakerVoice : context.voices.find(name);
  const ownName = block.kind === 'narration' ? (block.unknownSpeaker?.endOffset ?? 0) : 0;
  const words = facts.words.filter(({ startOffset }) => startOffset >= ownName);
  return {
    diagnostics: [
      ...unknownCharacter(block, facts.text, context.cast),
      ...facts.voices.flatMap((voice) => unknownVoices(voice.name, voice, context.environment)),
      ...facts.asks.flatMap(({ ability, range, voices }) =>
        unsupportedByVoice({ ability, range, voices: [...voices].map(voiceNamed) }),
      ),
    ],
    unknownWords: words.flatMap((word) => unknownWord(word, block, context)),
    lexiconUses: lexiconUses(words, { text: facts.text, voiceNamed, context }),
  };
}

const noFindings: BlockFindings = { diagnostics: [], unknownWords: [], lexiconUses: [] };

function unknownWord(word: SpokenWord, block: Block, context: CheckContext): UnknownWord[] {
  const name = lexiconWord(word.word);
  if (name === null || context.lexicon.find(word.word) !== undefined) return [];
  const language = word.language ?? context.languageOf(block, word.voice);
  if (context.isKnownWord(name, language)) return [];
  const { startOffset, endOffset } = word;
  return [{ word: name, startOffset, endOffset: endOffset - (word.word.length - name.length) }];
}

interface LexiconSearch {
  readonly text: string;
  readonly context: CheckContext;
  readonly voiceNamed: (name: string | null) => SpokenVoice;
}

function lexiconUses(
  words: readonly SpokenWord[],
  { text, context, voiceNamed }: LexiconSearch,
): LexiconUse[] {
  const { lexicon, cast } = context;
  if (cast.lexicon.size === 0) return [];
  const phrases = lexicon.phrases.filter(({ entry }) => text.includes(entry.word));
  return [
    ...phrases.map((word) => ({ word: word.entry.word, voice: voiceNamed(null) })),
    ...words.flatMap(({ word, voice }) => {
      const entry = lexicon.find(word);
      return entry === undefined ? [] : [{ word: entry.entry.word, voice: voiceNamed(voice) }];
    }),
  ];
}
