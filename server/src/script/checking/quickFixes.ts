import type { TextRange } from '../../text/textRange.ts';
import type { Script } from '../tree/tree.ts';
import type { FixHint, ScriptDiagnostic } from './diagnostic.ts';
import { addToCastFix } from './fixes/addToCast.ts';
import { addToLexiconFixes } from './fixes/addToLexicon.ts';
import { removalEdits } from './fixes/removalEdits.ts';
import { splitEdits } from './fixes/splitEdits.ts';
import type { FixContext, QuickFix } from './quickFix.ts';

/** The most likely first; empty where only its author knows what is to be done. */
export function quickFixes(diagnostic: ScriptDiagnostic, context: FixContext): QuickFix[] {
  const found = diagnostic.fix === undefined ? [] : fixesOf(diagnostic.fix, diagnostic, context);
  return [...found, ...waysOut(diagnostic, context)].filter(({ edits }) => edits.length > 0);
}

function fixesOf(fix: FixHint, diagnostic: ScriptDiagnostic, context: FixContext): QuickFix[] {
  const { script } = context;
  switch (fix.kind) {
    case 'replace':
      return replacements(fix.range, fix.texts, fix.title);
    case 'remove':
      return [removal(fix.range, script, true)];
    case 'insert': {
      const range = { startOffset: fix.offset, endOffset: fix.offset };
      return [{ title: fix.title, edits: [{ range, newText: fix.text }], isPreferred: true }];
    }
    case 'addToCast':
      return [
        ...replacements(diagnostic, fix.similar),
        addToCastFix(fix.name, context, fix.similar.length === 0),
      ];
    case 'addToLexicon':
      return addToLexiconFixes(fix.word, context);
    case 'splitUtterance':
      return [
        {
          title: 'Split it at the end of a sentence',
          edits: splitEdits(diagnostic.startOffset, script),
          isPreferred: true,
        },
      ];
  }
}

/** What always helps: a tag that is none can be text, an attribute that is none can go. */
function waysOut(
  { code, fix, startOffset, endOffset }: ScriptDiagnostic,
  { script }: FixContext,
): QuickFix[] {
  const range = { startOffset, endOffset };
  if (code === 'unknown-tag') {
    const start = { startOffset, endOffset: startOffset };
    return [
      { title: 'Speak it as text', edits: [{ range: start, newText: '\\' }], isPreferred: false },
      removal(range, script, false),
    ];
  }
  return code === 'unknown-attribute' && fix?.kind === 'replace' ? [removal(range, script, false)] : [];
}

function replacements(
  { startOffset, endOffset }: TextRange,
  texts: readonly string[],
  title?: string,
): QuickFix[] {
  return texts.map((newText) => ({
    title: title ?? `Change it to ${newText}`,
    edits: [{ range: { startOffset, endOffset }, newText }],
    isPreferred: texts.length === 1,
  }));
}

function removal(range: TextRange, script: Script, isPreferred: boolean): QuickFix {
  const text = script.source.slice(range.startOffset, range.endOffset).trim();
  return { title: `Remove ${shortened(text)}`, edits: removalEdits(range, script), isPreferred };
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
