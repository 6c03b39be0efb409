/** Who goes first where several ask at once, most urgent first. A lower one waits between utterances, not in them. */
export const priorities = ['dictation', 'interactive', 'preview', 'book'] as const;

/** What a request may ask for; the first is for those who speak. */
export const requestPriorities = ['interactive', 'preview', 'book'] as const;

export type Priority = (typeof priorities)[number];
