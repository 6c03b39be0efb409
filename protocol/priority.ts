/** How urgent a unit of work is, the most urgent first: someone speaks, listens, tries something out, or waits. */
export const priorities = ['dictation', 'interactive', 'preview', 'book'] as const;

export type Priority = (typeof priorities)[number];
