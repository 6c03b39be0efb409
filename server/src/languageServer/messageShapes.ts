import { Position, type Range } from 'vscode-languageserver-types';

/** What parameters must hold to be used: an editor may send anything. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function hasDocument(params: unknown): boolean {
  return (
    isRecord(params) && isRecord(params['textDocument']) && typeof params['textDocument']['uri'] === 'string'
  );
}

export function hasPosition(params: unknown): boolean {
  return isRecord(params) && hasDocument(params) && isPosition(params['position']);
}

export function hasRange(params: unknown): boolean {
  return isRecord(params) && hasDocument(params) && isRange(params['range']);
}

export function hasPositions(params: unknown): boolean {
  return hasDocument(params) && isRecord(params) && isListOf(params['positions'], isPosition);
}

export function hasNewName(params: unknown): boolean {
  return hasPosition(params) && isRecord(params) && typeof params['newName'] === 'string';
}

export function hasTyping(params: unknown): boolean {
  return hasPosition(params) && isRecord(params) && typeof params['ch'] === 'string';
}

/** What of a document a request is about; null where it does not say so. */
export function rangesOf(params: unknown): readonly Range[] | null {
  const ranges = isRecord(params) ? params['ranges'] : undefined;
  return isListOf(ranges, isRange) ? ranges : null;
}

/** A code lens as it was given; of its data nothing is known. */
export function isLens(params: unknown): boolean {
  return isRecord(params) && isRange(params['range']);
}

export function isOpening(params: unknown): boolean {
  if (!isRecord(params) || !isRecord(params['textDocument'])) return false;
  const { uri, languageId, version, text } = params['textDocument'];
  return (
    typeof uri === 'string' &&
    typeof languageId === 'string' &&
    typeof version === 'number' &&
    typeof text === 'string'
  );
}

export function isChanging(params: unknown): boolean {
  if (!isRecord(params) || !isRecord(params['textDocument'])) return false;
  const { uri, version } = params['textDocument'];
  return (
    typeof uri === 'string' &&
    typeof version === 'number' &&
    isListOf(params['contentChanges'], isContentChange)
  );
}

export function isFoldersChange(params: unknown): boolean {
  if (!isRecord(params) || !isRecord(params['event'])) return false;
  const { added, removed } = params['event'];
  return isListOf(added, isFolder) && isListOf(removed, isFolder);
}

export function isFolder(folder: unknown): folder is { readonly uri: string } {
  return isRecord(folder) && typeof folder['uri'] === 'string';
}

function isContentChange(change: unknown): boolean {
  if (!isRecord(change) || typeof change['text'] !== 'string') return false;
  return change['range'] === undefined || isRange(change['range']);
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && Position.is(value);
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
}

export function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[];
export function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean;
export function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(item));
}
