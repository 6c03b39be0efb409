import { codeToPlan } from '../script/lowering/readAloud/codeToPlan.ts';
import type { PlanItem } from '../script/lowering/plan.ts';
import { toPlan } from '../script/lowering/toPlan.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import { parseScript } from '../script/parsing/parseScript.ts';
import type { TextRange } from '../text/textRange.ts';
import { parseScriptFile } from './parseScriptFile.ts';

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

/** Absolute both; nothing outside of the root is looked at. */
export interface DocumentPlace {
  readonly file: string;
  readonly root: string;
}

/** What is to be heard of a document. Without a place, it includes nothing and its sounds are left out. */
export async function readDocumentPlan(document: SpokenDocument): Promise<readonly PlanItem[]> {
  const { text, languageId, place, range, language } = document;
  const part = range === undefined ? {} : { range };
  if (languageId !== 'aloud') {
    return codeToPlan(text, languageId, { ...part, ...(language !== undefined && { language }) }).items;
  }
  const { script, included } =
    place === null
      ? { script: parseScript(text), included: [] }
      : await parseScriptFile({ ...place, source: text });
  const { frontMatter } = script;
  const { items } = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, included) }, part);
  return place === null ? items.filter(({ kind }) => kind !== 'sound') : items;
}
