import type { ShownText } from './documentText.ts';
import type { ReadingRequest } from './reading.ts';

/** What of what is active a command reads. */
export type ReadCommand = 'selection' | 'fromCursor' | 'document';

export type WhatToRead = Pick<ReadingRequest<ShownText>, 'from' | 'order' | 'seekOffset'>;
