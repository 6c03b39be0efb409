/** Decides when a view goes to what is read, and when it leaves whoever looks elsewhere alone. */
export interface Following {
  /** The user has scrolled. */
  scrolled(isInView: boolean): void;
  /** The user has typed, or put the cursor somewhere. */
  worked(): void;
  /** A word is heard. @returns whether the view is to go there */
  hears(isInView: boolean): boolean;
  /** The user asks for what is read. */
  resume(): void;
}

/** Who has just worked at a place stays there for so long. */
const courtesyMs = 10_000;

/**
 * Who scrolls away from what is read is left alone until it comes into view again or is asked for: a view that goes
 * back by itself takes away what somebody has just found.
 */
export function createFollowing(nowMs: () => number): Following {
  let isAway = false;
  let workedMs = -Infinity;
  return {
    scrolled(isInView) {
      isAway = !isInView;
    },
    worked() {
      workedMs = nowMs();
    },
    hears(isInView) {
      if (isInView) isAway = false;
      return !isInView && !isAway && nowMs() - workedMs >= courtesyMs;
    },
    resume() {
      isAway = false;
      workedMs = -Infinity;
    },
  };
}
