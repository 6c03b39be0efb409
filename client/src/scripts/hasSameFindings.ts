import type { Diagnostic, Position } from 'vscode';

/** What is shown of a diagnostic. */
export type Finding = Pick<Diagnostic, 'message' | 'code'> & {
  readonly severity: number;
  readonly range: { readonly start: Place; readonly end: Place };
};

type Place = Pick<Position, 'line' | 'character'>;

/** Whether nothing would change if some diagnostics were shown in place of others. */
export function hasSameFindings(shown: readonly Finding[], found: readonly Finding[]): boolean {
  return (
    shown.length === found.length &&
    shown.every((one, index) => {
      const other = found[index];
      return other !== undefined && isSame(one, other);
    })
  );
}

function isSame(left: Finding, right: Finding): boolean {
  return (
    left.message === right.message &&
    left.severity === right.severity &&
    left.code === right.code &&
    isSamePlace(left.range.start, right.range.start) &&
    isSamePlace(left.range.end, right.range.end)
  );
}

function isSamePlace(left: Place, right: Place): boolean {
  return left.line === right.line && left.character === right.character;
}
