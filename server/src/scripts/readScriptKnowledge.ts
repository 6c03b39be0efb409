import type { SpeechError } from '../../../protocol/errors.ts';
import type { EngineAbilities } from '../../../protocol/expression.ts';
import type { Voice } from '../../../protocol/voices.ts';
import type { WishedText } from '../script/checking/environment.ts';
import { loadEnglishLexicon } from '../synthesis/phonemes/loadEnglishLexicon.ts';
import { isWrittenOut } from '../text/normalize/isWrittenOut.ts';
import { isKnownWord } from '../text/phonemes/english/pronounceWord.ts';
import type { ScriptKnowledge } from './scriptKnowledge.ts';

export interface KnowledgeSources {
  readonly listVoices: (signal: AbortSignal) => Promise<readonly Voice[]>;
  /** What the voices of each engine can do, by the engine's name. */
  readonly engineAbilities: () => ReadonlyMap<string, EngineAbilities>;
  readonly defaultVoice: string;
  /** Why engines cannot say a text with what is installed now; null: they can. */
  readonly readRefusals: (
    signal: AbortSignal,
  ) => Promise<(engine: string, text: WishedText) => SpeechError | null>;
  /** `english.lexicon`, made by the build. */
  readonly lexiconPath: string;
}

/** What scripts are judged by on this machine. Without the dictionary, every word is taken for known. */
export async function readScriptKnowledge(
  { listVoices, engineAbilities, defaultVoice, readRefusals, lexiconPath }: KnowledgeSources,
  signal: AbortSignal,
): Promise<ScriptKnowledge> {
  const voices = await listVoices(signal);
  const refuse = await readRefusals(signal);
  const english = await loadEnglishLexicon(lexiconPath, signal).catch(() => null);
  signal.throwIfAborted();
  return {
    voices,
    abilities: engineAbilities(),
    defaultVoice,
    refuseText(engine, text) {
      const refusal = refuse(engine, text);
      return refusal === null ? null : [refusal.message, refusal.hint].filter(Boolean).join(' ');
    },
    isKnownWord: (word, language) =>
      english === null ||
      !/^en(?:-|$)/i.test(language) ||
      isKnownWord(word, english) ||
      isWrittenOut(word, (part) => isKnownWord(part, english)),
  };
}
