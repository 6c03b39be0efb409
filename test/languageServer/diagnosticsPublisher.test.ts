import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { createDiagnosticsPublisher } from '../../server/src/languageServer/diagnosticsPublisher.ts';
import type { ScriptDiagnostic } from '../../server/src/script/checking/diagnostic.ts';
import { scriptDocumentOf } from '../script/support/scriptDocumentOf.ts';

const uri = 'file:///book/script.aloud';
const document = scriptDocumentOf('He sat.\n');
const finding: ScriptDiagnostic = {
  code: 'unknown-tag',
  severity: 'error',
  message: 'There is no tag "puase".',
  startOffset: 0,
  endOffset: 2,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function publisherOf(isSparing: boolean) {
  const found = { diagnostics: [finding] as readonly ScriptDiagnostic[] };
  const published: (readonly Diagnostic[])[] = [];
  const publisher = createDiagnosticsPublisher({
    documentOf: () => document,
    check: () => found.diagnostics,
    publish: (_document, diagnostics) => published.push(diagnostics),
    onFailure: (error) => {
      throw error;
    },
    isSparing: () => isSparing,
  });
  return {
    published,
    publisher,
    /** Types a key, and waits. */
    type: (diagnostics: readonly ScriptDiagnostic[], waitMs: number) => {
      found.diagnostics = diagnostics;
      publisher.schedule(uri);
      vi.advanceTimersByTime(waitMs);
    },
  };
}

describe('an editor that does not ask to be spared', () => {
  test('is told after each change', () => {
    const { type, published } = publisherOf(false);
    type([finding], 10);
    type([finding], 10);
    expect(published).toHaveLength(2);
  });
});

describe('an editor that is spared', () => {
  test('is told only what it does not know', () => {
    const { type, published } = publisherOf(true);
    type([], 10);
    type([], 10);
    type([finding], 10);
    type([finding], 10);
    type([{ ...finding, endOffset: 3 }], 10);
    type([], 10);
    expect(published.map(({ length }) => length)).toEqual([0, 1, 1, 0]);
  });

  test('is told anew what it has forgotten', () => {
    const { type, published, publisher } = publisherOf(true);
    type([finding], 10);
    publisher.forget(uri);
    type([finding], 10);
    expect(published).toHaveLength(2);
  });

  test('is told of many when nobody types', () => {
    const { type, published } = publisherOf(true);
    const many = Array.from({ length: 101 }, () => finding);
    type(many, 10);
    for (let key = 0; key < 20; key += 1) type([finding, ...many], 100);
    expect(published.map(({ length }) => length)).toEqual([101]);
    vi.advanceTimersByTime(150);
    expect(published.map(({ length }) => length)).toEqual([101, 102]);
  });
});
