import { chooseTag } from './ctcDecoding.ts';
import type { SenseVoiceAnswer } from './senseVoiceModel.ts';
import type { HeadTags } from './vocabulary.ts';
import type { WishedLanguages } from './wishedLanguages.ts';

export interface LanguageQuestion {
  readonly wish: WishedLanguages;
  /** All that the first frame can say. */
  readonly languages: HeadTags['languages'];
  /** Runs the model with a language, or `auto`. */
  readonly ask: (language: string) => Promise<SenseVoiceAnswer>;
}

export interface AnswerInLanguage {
  readonly answer: SenseVoiceAnswer;
  /** What its first frame may be read as. */
  readonly languages: HeadTags['languages'];
}

/**
 * Asks the model, and once more where it hears a language that is not allowed: then for the likeliest of those that
 * are. A query only inclines the model, so its second answer is read as one of them, or as no speech.
 *
 * @param signal  checked before each run of the model
 */
export async function askInLanguage(
  { wish: { query, allowed }, languages, ask }: LanguageQuestion,
  signal: AbortSignal,
): Promise<AnswerInLanguage> {
  signal.throwIfAborted();
  const answer = await ask(query);
  const { value: heard } = chooseTag(answer.head(0), languages);
  if (allowed === null || heard === null || allowed.has(heard)) return { answer, languages };
  const { value: likeliest } = chooseTag(answer.head(0), spokenTags(languages, allowed));
  signal.throwIfAborted();
  return {
    answer: likeliest === query ? answer : await ask(likeliest),
    languages: new Map([...languages].filter(([, name]) => name === null || allowed.has(name))),
  };
}

function spokenTags(languages: HeadTags['languages'], allowed: ReadonlySet<string>): Map<number, string> {
  return new Map(
    [...languages].flatMap(([id, name]) => (name !== null && allowed.has(name) ? [[id, name]] : [])),
  );
}
