import type { Diagnostic, Position } from 'vscode-languageserver-types';

/** Whether an editor would show nothing else if it got some diagnostics in place of others. */
export function hasSameDiagnostics(shown: readonly Diagnostic[], found: readonly Diagnostic[]): boolean {
  return (
    shown.length === found.length &&
    shown.every((one, index) => {
      const other = found[index];
      return other !== undefined && isSame(one, other);
    })
  );
}

function isSame(left: Diagnostic, right: Diagnostic): boolean {
  return (
    left.message === right.message &&
    left.severity === right.severity &&
    left.code === right.code &&
    isSamePlace(left.range.start, right.range.start) &&
    isSamePlace(left.range.end, right.range.end)
  );
}

function isSamePlace(left: Position, right: Position): boolean {
  return left.line === right.line && left.character === right.character;
}
