import { codeToPlan } from '../script/lowering/readAloud/codeToPlan.ts';
import type { PlanItem } from '../script/lowering/plan.ts';
import { toPlan } from '../script/lowering/toPlan.ts';
import type { NamedCast } from '../script/lowering/voicePlace.ts';
import type { TextRange } from '../text/textRange.ts';
import { readScriptCast, type DocumentPlace } from './readScriptCast.ts';

/** A document as an editor has it. */
export interface SpokenDocument {
  readonly text: string;
  /** As VS Code names it: `aloud`, `markdown`, `plaintext`, or a programming language. */
  readonly languageId: string;
  /** Where it is; null: it may name no file. */
  readonly place: DocumentPlace | null;
  /** Only what is said in this part of the text. */
  readonly range?: TextRange;
  /** BCP-47, of a document that does not say it itself. */
  readonly language?: string;
}

export interface DocumentPlan {
  readonly items: readonly PlanItem[];
  /** Who speaks in a script; null where the document is none. */
  readonly named: NamedCast | null;
}

/** What is to be heard of a document. Without a place, it includes nothing and its sounds are left out. */
export async function readDocumentPlan(document: SpokenDocument): Promise<DocumentPlan> {
  const { text, languageId, place, range, language } = document;
  const part = range === undefined ? {} : { range };
  if (languageId !== 'aloud') {
    const { items } = codeToPlan(text, languageId, { ...part, ...(language !== undefined && { language }) });
    return { items, named: null };
  }
  const named = await readScriptCast(text, place);
  const { items } = toPlan(named, part);
  return { items: place === null ? items.filter(({ kind }) => kind !== 'sound') : items, named };
}
