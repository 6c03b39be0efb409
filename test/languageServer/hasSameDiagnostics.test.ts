import type { Diagnostic } from 'vscode-languageserver-types';
import { expect, test } from 'vitest';
import { hasSameDiagnostics } from '../../server/src/languageServer/hasSameDiagnostics.ts';

const place = { line: 3, character: 4 };
const finding: Diagnostic = {
  message: 'There is no tag "puase".',
  severity: 1,
  code: 'unknown-tag',
  range: { start: place, end: { line: 3, character: 9 } },
};
const other = { ...finding, message: 'There is no tag "braeth".' };

test.each<[string, readonly Diagnostic[], readonly Diagnostic[], boolean]>([
  ['none and none', [], [], true],
  ['equal ones', [finding, other], [{ ...finding, range: { ...finding.range } }, other], true],
  ['one that is new', [finding], [finding, other], false],
  ['one that is gone', [finding, other], [finding], false],
  ['another order', [finding, other], [other, finding], false],
  ['another message', [finding], [other], false],
  ['another severity', [finding], [{ ...finding, severity: 2 }], false],
  ['another code', [finding], [{ ...finding, code: 'stray-close' }], false],
  [
    'another start',
    [finding],
    [{ ...finding, range: { ...finding.range, start: { line: 3, character: 5 } } }],
    false,
  ],
  [
    'a line further down',
    [finding],
    [{ ...finding, range: { ...finding.range, end: { line: 4, character: 9 } } }],
    false,
  ],
])('%s', (_name, shown, found, expected) => {
  expect(hasSameDiagnostics(shown, found)).toBe(expected);
});
