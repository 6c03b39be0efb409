import { shiftRange } from '../../text/textRange.ts';
import type { FixHint, ScriptDiagnostic } from './diagnostic.ts';

/** The same finding with all its offsets moved: from a block's own to the script's. */
export function shiftDiagnostic(diagnostic: ScriptDiagnostic, by: number): ScriptDiagnostic {
  return {
    ...diagnostic,
    ...shiftRange(diagnostic, by),
    ...(diagnostic.fix === undefined ? {} : { fix: shiftFix(diagnostic.fix, by) }),
  };
}

function shiftFix(fix: FixHint, by: number): FixHint {
  switch (fix.kind) {
    case 'replace':
    case 'remove':
      return { ...fix, range: shiftRange(fix.range, by) };
    case 'insert':
      return { ...fix, offset: fix.offset + by };
    case 'addToCast':
    case 'addToLexicon':
    case 'splitUtterance':
      return fix;
  }
}
