import * as vscode from 'vscode';
import { previewPlan, previewProgress, previewRender, type PreviewRow } from '../../../protocol/preview.ts';
import type { Infer } from '../../../protocol/message.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { documentPlace } from '../documentPlace.ts';
import { helpWithError } from '../helpWithError.ts';
import type { Lazy } from '../lazily.ts';
import type { HeardWord, ReadAloud } from '../readAloud/readAloud.ts';
import { readSettings } from '../settings.ts';
import { takePlan, toShown, type HeldRow } from './heldRows.ts';
import type { FromPanel, ToPanel } from './messages.ts';
import { rowIndexAt, toRowRange, toSourceOffset } from './rowPlaces.ts';

/** The preview of one document. */
export interface PreviewSession {
  readonly uri: vscode.Uri;
  take(message: FromPanel): void;
  /** Makes what has no sound. @returns null where it was cancelled or has failed */
  render(): Promise<RenderCounts | null>;
  dispose(): void;
}

export type RenderCounts = Infer<typeof previewRender.result>;

export interface PreviewParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  readonly readAloud: Lazy<ReadAloud>;
  readonly onDidHearWord: vscode.Event<HeardWord>;
}

/** So long after the last key a document is planned again; a long one, that takes its time, later. */
const settledMs = 250;

/** @param send  to the panel, in order */
export function createPreviewSession(
  { service, log, readAloud, onDidHearWord }: PreviewParts,
  document: vscode.TextDocument,
  send: (message: ToPanel) => void,
): PreviewSession {
  const { uri } = document;
  const ended = new AbortController();
  let rows: readonly HeldRow[] = [];
  let idCount = 0;
  let plannedVersion = -1;
  let planning: Promise<void> = Promise.resolve();
  let superseded = new AbortController();
  let rendering: AbortController | null = null;
  let isLooping = false;
  let timer: NodeJS.Timeout | undefined;
  let planMs = 0;

  const read = (): Promise<vscode.TextDocument> => Promise.resolve(vscode.workspace.openTextDocument(uri));

  const fail = (error: unknown, retry: () => Promise<unknown>): void => {
    helpWithError(error, {
      service,
      log,
      retry: async () => {
        await retry();
      },
    });
  };

  const plan = async (signal: AbortSignal): Promise<void> => {
    const connection = await service.connect(signal);
    const text = await read();
    const { version } = text;
    const startMs = performance.now();
    const answer = await connection.request(previewPlan, fieldsOf(text), signal);
    planMs = performance.now() - startMs;
    signal.throwIfAborted();
    const changes = takePlan(rows, answer.rows, () => (idCount += 1));
    rows = changes.rows;
    plannedVersion = version;
    changes.messages.forEach(send);
    tellCursor();
  };

  /** Plans the document as it is now; whoever asks meanwhile waits for the same. */
  const refresh = (): Promise<void> => {
    clearTimeout(timer);
    superseded.abort(new Error('The document has changed.'));
    superseded = new AbortController();
    const signal = AbortSignal.any([superseded.signal, ended.signal]);
    planning = plan(signal).catch((error: unknown) => {
      if (!signal.aborted) fail(error, refresh);
    });
    return planning;
  };

  const upToDate = async (): Promise<void> => {
    const { version } = await read();
    await (version === plannedVersion ? planning : refresh());
  };

  const change = (id: number, changed: Partial<HeldRow>): void => {
    rows = rows.map((row) => {
      if (row.id !== id) return row;
      const next = { ...row, ...changed };
      send({ kind: 'row', row: toShown(next) });
      return next;
    });
  };

  const render = async (): Promise<RenderCounts | null> => {
    rendering?.abort(new Error('Asked again.'));
    const { signal } = (rendering = new AbortController());
    const either = AbortSignal.any([signal, ended.signal]);
    try {
      await upToDate();
      const connection = await service.connect(either);
      const asked = rows;
      const stream = createStreamName();
      const total = asked.length;
      const done = new Set<number>();
      send({ kind: 'rendering', doneCount: 0, totalCount: total });
      using _progress = connection.on(previewProgress, (told) => {
        const row = asked[told.row];
        if (told.stream !== stream || row === undefined || either.aborted) return;
        if (told.progress.state !== 'rendering') done.add(told.row);
        change(row.id, afterProgress(row.planned, told.progress));
        send({ kind: 'rendering', doneCount: done.size, totalCount: total });
      });
      return await connection.request(previewRender, { stream, ...fieldsOf(await read()) }, either);
    } catch (error) {
      if (!either.aborted) fail(error, render);
      return null;
    } finally {
      if (rendering.signal === signal) {
        rendering = null;
        for (const { id, state } of rows) if (state === 'rendering') change(id, { state: 'stale' });
        send({ kind: 'rendered' });
      }
    }
  };

  const play = async ({ id, offset, extent }: Extract<FromPanel, { kind: 'play' }>): Promise<void> => {
    const index = rows.findIndex((row) => row.id === id);
    await upToDate();
    const row = rows.find((one) => one.id === id) ?? rows[index];
    if (row === undefined) return;
    const text = await read();
    const { startOffset, endOffset } = row.planned.source;
    const end = extent === 'row' ? endOffset : text.getText().length;
    const range = new vscode.Range(text.positionAt(startOffset), text.positionAt(end));
    const from = offset === undefined ? {} : { fromOffset: toSourceOffset(row.planned, offset) };
    const player = await readAloud.get();
    send({ kind: 'playing', id: row.id, word: null });
    let isHeard = true;
    do isHeard = await player.readRange(uri, range, from);
    while (isHeard && isLooping && !ended.signal.aborted);
    // Another one that plays now has said so itself.
    if (!isHeard && player.isReading()) return;
    send({ kind: 'playing', id: null, word: null });
    // What was played has a sound now.
    await refresh();
  };

  const tellCursor = (): void => {
    const editor = vscode.window.visibleTextEditors.find((one) => isHere(one.document));
    if (editor === undefined) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    send({ kind: 'cursor', id: rows[rowIndexAt(rows, offset)]?.id ?? null });
  };

  const reveal = async (id: number): Promise<void> => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return;
    const text = await read();
    const start = text.positionAt(row.planned.source.startOffset);
    const viewColumn = vscode.window.visibleTextEditors.find((one) => isHere(one.document))?.viewColumn;
    await vscode.window.showTextDocument(text, {
      selection: new vscode.Range(start, start),
      ...(viewColumn !== undefined && { viewColumn }),
    });
  };

  const isHere = (other: vscode.TextDocument): boolean => other.uri.toString() === uri.toString();

  const subscriptions = [
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (!isHere(event.document)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), Math.max(settledMs, 2 * planMs));
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (isHere(textEditor.document)) tellCursor();
    }),
    onDidHearWord(({ uri: heardUri, word }) => {
      if (heardUri.toString() !== uri.toString()) return;
      const open = vscode.workspace.textDocuments.find(isHere);
      if (open === undefined) return;
      const startOffset = open.offsetAt(word.start);
      const row = rows[rowIndexAt(rows, startOffset)];
      if (row === undefined) return;
      const range = toRowRange(row.planned, { startOffset, endOffset: open.offsetAt(word.end) });
      send({ kind: 'playing', id: row.id, word: range });
    }),
  ];

  return {
    uri,
    take(message) {
      switch (message.kind) {
        case 'ready':
          send({ kind: 'rows', start: 0, removedCount: Number.MAX_SAFE_INTEGER, rows: rows.map(toShown) });
          void refresh();
          return;
        case 'play':
          play(message).catch((error: unknown) => {
            fail(error, () => play(message));
          });
          return;
        case 'stop':
          readAloud.ifMade((player) => {
            player.stop();
          });
          return;
        case 'loop':
          isLooping = message.isOn;
          return;
        case 'render':
          void render();
          return;
        case 'cancelRender':
          rendering?.abort(new Error('Cancelled.'));
          return;
        case 'reveal':
          void reveal(message.id);
          return;
      }
    },
    render,
    dispose() {
      ended.abort(new Error('The preview was closed.'));
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function fieldsOf(document: vscode.TextDocument): Infer<typeof previewPlan.params> {
  return {
    text: document.getText(),
    languageId: document.languageId,
    voice: readSettings().voice,
    ...documentPlace(document),
  };
}

function afterProgress(
  planned: PreviewRow,
  progress: Infer<typeof previewProgress.params>['progress'],
): Partial<HeldRow> {
  switch (progress.state) {
    case 'rendering':
      return { state: 'rendering', problem: null };
    case 'kept':
      return { state: 'cached', problem: null, planned: { ...planned, kept: progress.kept } };
    case 'failed':
      return { state: 'failed', problem: progress.message };
  }
}
