/** What the decodes of one growing segment say of its language. */
export interface LanguageLock {
  /** Confidence times the speech that was heard, by language. */
  readonly votes: ReadonlyMap<string, number>;
  /** The most that one language could have. */
  readonly possibleVotes: number;
  /** Once it is certain enough to tell the recognizer; it does not change any more. */
  readonly language: string | null;
}

export interface LanguageVote {
  /** Null: the recognizer could not tell, or heard nothing. */
  readonly language: string | null;
  /** 0 to 1; null where the recognizer does not know. */
  readonly confidence: number | null;
  /** How much speech it heard. */
  readonly speechMs: number;
}

export const noLanguage: LanguageLock = { votes: new Map(), possibleVotes: 0, language: null };

/**
 * Adds what one decode says. Of little speech recognizers guess another language each time, and a wrong one that was
 * locked would spoil the rest of the segment: so the language is open until one decode has heard enough, counts more
 * the more a decode has heard and the surer it was, and stays open while the decodes disagree.
 */
export function addVote(lock: LanguageLock, { language, confidence, speechMs }: LanguageVote): LanguageLock {
  if (lock.language !== null || language === null) return lock;
  const votes = new Map(lock.votes);
  const vote = (votes.get(language) ?? 0) + (confidence ?? 1) * speechMs;
  votes.set(language, vote);
  const possibleVotes = lock.possibleVotes + speechMs;
  const isCertain = speechMs >= enoughSpeechMs && vote >= neededShare * possibleVotes;
  return { votes, possibleVotes, language: isCertain ? language : null };
}

/** Shorter speech is often heard as Japanese, Korean or Cantonese that is none. */
const enoughSpeechMs = 1500;
const neededShare = 0.6;
