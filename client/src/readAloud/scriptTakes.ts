import type { Takes } from '../../../protocol/takes.ts';

/**
 * What is asked of a document's sound. Only a script is spoken in takes: what is made of it is kept, while somebody
 * who has a text read waits for it.
 */
export function scriptTakes(languageId: string, count: number): { readonly takes?: Takes } {
  return languageId === 'aloud' && count > 1 ? { takes: { count } } : {};
}
