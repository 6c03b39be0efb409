import type { TextRange } from '../../../text/textRange.ts';
import type { Plan } from '../plan.ts';
import { createPlanWriter, type PlanWriter } from '../planWriter.ts';
import { plainProsody, plainStyle } from '../utteranceVoices.ts';
import { commentParts } from './commentParts.ts';
import { commentSyntaxOf } from './commentSyntax.ts';
import { markdownToPlan } from './markdownToPlan.ts';
import { plainTextToPlan } from './plainTextToPlan.ts';
import { readAloudPauses } from './readAloudPauses.ts';
import { readComments } from './readComments.ts';

export interface CodePlanOptions {
  /** BCP-47, of the comments; absent: the voice's own. */
  readonly language?: string;
  /** Only what is said in this part of the source. */
  readonly range?: TextRange;
}

/**
 * What is to be heard of a program: its comments and descriptions, without their marks. Documents, and languages whose
 * comments are not known, are read as text.
 *
 * @param languageId  as VS Code names it
 */
export function codeToPlan(source: string, languageId: string, options: CodePlanOptions = {}): Plan {
  if (languageId === 'markdown') return markdownToPlan(source, options);
  const syntax = commentSyntaxOf(languageId);
  if (syntax === null) return plainTextToPlan(source, options);
  const { language = null, range } = options;
  const voice = { speaker: null, voice: null, language, style: plainStyle, prosody: plainProsody };
  const writer = createPlanWriter({ voice, ...(range === undefined ? {} : { range }) });
  for (const part of commentParts(source, readComments(source, syntax))) {
    writer.end(readAloudPauses[part.before]);
    for (const line of part.lines) writeLine(writer, source, line);
  }
  return { title: null, author: null, language, ...writer.finish() };
}

/** Marks inside of documentation that are not said: tags, braces of links, rules, the sign before a keyword. */
const silent =
  /<\/?[A-Za-z][^<>\n]{0,200}>|\{@\w+[ \t]+|(?<=\{@[^{}\n]{0,200})\}|[-=*#_~+/]{3,}|^@(?=\p{L})|(?<=^@\w{1,20} )\{[^{}\n]{0,200}\}/gu;

function writeLine(writer: PlanWriter, source: string, { startOffset, endOffset }: TextRange): void {
  const text = source.slice(startOffset, endOffset);
  let from = 0;
  for (const mark of text.matchAll(silent)) {
    writer.write(text.slice(from, mark.index), startOffset + from);
    from = mark.index + mark[0].length;
  }
  writer.write(text.slice(from), startOffset + from);
  writer.write(' ', null);
}
