import { narratorName } from '../frontMatter/frontMatter.ts';
import type { ResolvedCast } from '../frontMatter/resolvedCast.ts';
import type { Block } from '../tree/tree.ts';
import type { ScriptEnvironment } from './environment.ts';
import { createLexiconLookup, type LexiconLookup } from './lexiconLookup.ts';
import { createWordJudge, type JudgeChunk } from './wordJudge.ts';
import { createVoiceLookup, type SpokenVoice, type VoiceLookup } from './voiceLookup.ts';

/**
 * What blocks are judged by beyond their text; the same object as long as nothing of it has changed. Where the entries
 * of its cast stand may have.
 */
export interface CheckContext {
  readonly cast: ResolvedCast;
  readonly environment: ScriptEnvironment;
  readonly voices: VoiceLookup;
  /** The voice that speaks a block, where no span says otherwise. */
  voiceOf(block: Block): SpokenVoice;
  /** What the script says a block is in, BCP-47; null where it says nothing. */
  wishedLanguageOf(block: Block): string | null;
  /** The language of a block, or of a span that a voice was named for. BCP-47. */
  languageOf(block: Block, voiceName: string | null): string;
  /** Whether a block is heard at all. */
  isSpoken(block: Block): boolean;
  readonly lexicon: LexiconLookup;
  readonly judgeChunk: JudgeChunk;
  /** As the environment's, and asked there once for each word. */
  readonly isKnownWord: (word: string, language: string) => boolean;
}

/** A cast that was checked by, and the context for it, which may be that of an earlier cast that says the same. */
export interface LastContext {
  readonly cast: ResolvedCast;
  readonly context: CheckContext;
}

/** @param last  its context is returned where all it says still holds */
export function createCheckContext(
  cast: ResolvedCast,
  environment: ScriptEnvironment,
  last: LastContext | null,
): CheckContext {
  const previous = last?.context ?? null;
  const isSameWorld = previous !== null && hasSameWorld(previous.environment, environment);
  if (isSameWorld && last !== null && isSameCast(last.cast, cast)) return previous;
  const voices = isSameWorld ? previous.voices : createVoiceLookup(environment.voices, environment.abilities);
  const lexicon = createLexiconLookup(cast.lexicon);
  const isKnownWord = isSameWorld ? previous.isKnownWord : rememberWords(environment);
  const voiceOfSpeaker = (speaker: string): SpokenVoice => {
    const entry = cast.characters.get(speaker)?.entry;
    return voices.find(entry?.voice?.text ?? environment.defaultVoice, entry?.engine?.text ?? null);
  };
  const wishedLanguageOf = (block: Block): string | null =>
    cast.characters.get(speakerOf(block))?.entry.language ?? cast.language ?? null;
  return {
    cast,
    environment,
    voices,
    voiceOf: (block) => voiceOfSpeaker(speakerOf(block)),
    wishedLanguageOf,
    languageOf(block, voiceName) {
      const voice = voiceName === null ? voiceOfSpeaker(speakerOf(block)) : voices.find(voiceName);
      return wishedLanguageOf(block) ?? voice.language ?? 'en';
    },
    isSpoken: (block) => block.kind !== 'heading' || headingIsSpoken(block.level, cast),
    lexicon,
    isKnownWord,
    judgeChunk: createWordJudge(lexicon, isKnownWord),
  };
}

function rememberWords(environment: ScriptEnvironment): CheckContext['isKnownWord'] {
  const languages = new Map<string, Map<string, boolean>>();
  return (word, language) => {
    const words = languages.get(language) ?? new Map<string, boolean>();
    languages.set(language, words);
    const remembered = words.get(word);
    if (remembered !== undefined) return remembered;
    const isKnown = environment.isKnownWord(word, language);
    words.set(word, isKnown);
    return isKnown;
  };
}

function speakerOf(block: Block): string {
  return block.kind === 'dialogue' ? block.speaker : narratorName;
}

function headingIsSpoken(level: 1 | 2, { defaults }: ResolvedCast): boolean {
  return (level === 1 ? defaults.chapterHeadings : defaults.sceneHeadings) === 'spoken';
}

function hasSameWorld(left: ScriptEnvironment, right: ScriptEnvironment): boolean {
  return (
    left.voices === right.voices &&
    left.abilities === right.abilities &&
    left.defaultVoice === right.defaultVoice &&
    left.isKnownWord === right.isKnownWord &&
    left.refuseText === right.refuseText
  );
}

/** By what blocks are judged by: names, voices, languages, words. Where entries stand does not count. */
function isSameCast(left: ResolvedCast, right: ResolvedCast): boolean {
  return left === right || castKey(left) === castKey(right);
}

function castKey({ language, defaults, characters, lexicon }: ResolvedCast): string {
  return JSON.stringify([
    language,
    defaults,
    [...characters.values()].map(({ entry }) => [
      entry.name,
      entry.voice?.text,
      entry.engine?.text,
      entry.language,
    ]),
    [...lexicon.values()].map(({ entry }) => [entry.word, entry.spoken]),
  ]);
}
