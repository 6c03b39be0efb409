/**
 * Knows which of a document's last edits are utterances. Versions are those of the document, which every edit raises, an
 * undo too.
 */
export interface LastUtterances {
  /** One was written. */
  wrote(versionBefore: number, versionAfter: number): void;
  /** Whether the last edit was an utterance that may be undone. */
  isLast(version: number): boolean;
  /** The last one was undone. */
  undid(versionAfter: number): void;
}

export function createLastUtterances(): LastUtterances {
  let count = 0;
  let knownVersion: number | null = null;
  return {
    wrote(versionBefore, versionAfter) {
      count = versionBefore === knownVersion ? count + 1 : 1;
      knownVersion = versionAfter;
    },
    isLast: (version) => count > 0 && version === knownVersion,
    undid(versionAfter) {
      count -= 1;
      knownVersion = versionAfter;
    },
  };
}
