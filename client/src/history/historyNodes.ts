import type { Hearing, KeptUtterance } from '../../../protocol/history.ts';

/** A row of the history: what was said, and below it how it was heard before. */
export type HistoryNode =
  | { readonly kind: 'utterance'; readonly utterance: KeptUtterance; readonly hearing: Hearing }
  | { readonly kind: 'hearing'; readonly utterance: KeptUtterance; readonly hearing: Hearing };

export function toNodes(utterances: readonly KeptUtterance[]): readonly HistoryNode[] {
  return utterances.flatMap((utterance) =>
    utterance.hearings.slice(0, 1).map((hearing) => ({ kind: 'utterance', utterance, hearing }) as const),
  );
}

export function childrenOf({ kind, utterance }: HistoryNode): readonly HistoryNode[] {
  if (kind === 'hearing') return [];
  return utterance.hearings.slice(1).map((hearing) => ({ kind: 'hearing', utterance, hearing }));
}

/** On one line; what has no words is told by its events. */
export function labelOf({ hearing: { text, events } }: HistoryNode): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line === '' ? events.map((event) => `[${event}]`).join(' ') : line;
}

/** The time of today, the day too of what is older. @param language  BCP-47 */
export function timeOf(saidMs: number, nowMs: number, language: string): string {
  const isToday = new Date(saidMs).toDateString() === new Date(nowMs).toDateString();
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', ...day }).format(saidMs);
}
