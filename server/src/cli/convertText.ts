import type { Conversion, Note } from '../script/exchange/conversion.ts';
import { fountainToScript } from '../script/exchange/fountain/fountainToScript.ts';
import { markdownNotes } from '../script/exchange/markdown/markdownNotes.ts';
import { speechMarkdownToScript } from '../script/exchange/speechMarkdown/speechMarkdownToScript.ts';
import { planToSsml } from '../script/exchange/ssml/planToSsml.ts';
import { ssmlToScript } from '../script/exchange/ssml/ssmlToScript.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import type { Plan } from '../script/lowering/plan.ts';
import { planToText } from '../script/lowering/planToText.ts';
import { markdownToPlan } from '../script/lowering/readAloud/markdownToPlan.ts';
import { plainTextToPlan } from '../script/lowering/readAloud/plainTextToPlan.ts';
import { toPlan } from '../script/lowering/toPlan.ts';
import { parseScriptFile, type ScriptFile } from '../scripts/parseScriptFile.ts';

export const sourceFormats = ['ssml', 'speechmarkdown', 'fountain', 'markdown', 'text', 'script'] as const;
export type SourceFormat = (typeof sourceFormats)[number];

export const targetFormats = ['script', 'ssml', 'text'] as const;
export type TargetFormat = (typeof targetFormats)[number];

export interface ConvertedFormats {
  readonly from: SourceFormat;
  readonly to: TargetFormat;
}

export type ConvertedText =
  | { readonly isConverted: true; readonly text: string; readonly notes: readonly Note[] }
  | { readonly isConverted: false; readonly failure: Note };

/** A text in another format. Other formats become scripts, scripts become plans, and plans SSML or plain text. */
export async function convertText(file: ScriptFile, { from, to }: ConvertedFormats): Promise<ConvertedText> {
  const read = await readPlan(file, from);
  if ('failure' in read) return { isConverted: false, failure: read.failure };
  const { notes, script } = read;
  switch (to) {
    case 'script':
      return script === null ? toScript(read.plan(), notes) : { isConverted: true, text: script, notes };
    case 'ssml':
      return { isConverted: true, text: planToSsml(read.plan()), notes };
    case 'text':
      return { isConverted: true, text: planToText(read.plan()), notes };
  }
}

type ReadText =
  | {
      /** Null where the format is read without one. */
      readonly script: string | null;
      readonly notes: readonly Note[];
      plan(): Plan;
    }
  | { readonly failure: Note };

async function readPlan(file: ScriptFile, from: SourceFormat): Promise<ReadText> {
  const { source } = file;
  switch (from) {
    case 'ssml':
      return readForeign(file, ssmlToScript(source));
    case 'speechmarkdown':
      return readForeign(file, speechMarkdownToScript(source));
    case 'fountain':
      return readForeign(file, fountainToScript(source));
    case 'markdown':
      return { script: null, notes: markdownNotes(source), plan: () => markdownToPlan(source) };
    case 'text':
      return { script: null, notes: [], plan: () => plainTextToPlan(source) };
    case 'script':
      return { script: source, notes: [], plan: await scriptPlan(file) };
  }
}

async function readForeign(file: ScriptFile, conversion: Conversion): Promise<ReadText> {
  if (!conversion.isConverted) return conversion;
  const { script, notes } = conversion;
  return { script, notes, plan: await scriptPlan({ ...file, source: script }) };
}

async function scriptPlan(file: ScriptFile): Promise<() => Plan> {
  const { script, included } = await parseScriptFile(file);
  const { frontMatter } = script;
  return () => toPlan({ script, frontMatter, cast: resolveCast(frontMatter, included) });
}

/** A script of what has none of its own, such as Markdown: through SSML, which keeps all of a plan. */
function toScript(plan: Plan, notes: readonly Note[]): ConvertedText {
  const conversion = ssmlToScript(planToSsml(plan));
  if (!conversion.isConverted) return conversion;
  return { isConverted: true, text: conversion.script, notes };
}
