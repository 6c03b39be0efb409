import * as vscode from 'vscode';
import { previewPlan } from '../../../protocol/preview.ts';
import type { Infer } from '../../../protocol/message.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { documentPlace } from '../editor/documentPlace.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import type { Lazy } from '../editor/lazily.ts';
import type { HeardWord, ReadAloud } from '../readAloud/readAloud.ts';
import { scriptTakes } from '../readAloud/scriptTakes.ts';
import { readSettings } from '../settings/readSettings.ts';
import type { ScreenReader } from '../editor/screenReader.ts';
import { toShown, type HeldRow } from './heldRows.ts';
import type { FromPanel, ToPanel } from './messages.ts';
import { createPreviewRows } from './previewRows.ts';
import { createPreviewWork, type PreviewWork } from './previewWork.ts';
import { workSentences } from './workSentences.ts';
import { rowIndexAt, toRowRange, toSourceOffset } from './rowPlaces.ts';

/** The preview of one document. */
export interface PreviewSession {
  readonly uri: vscode.Uri;
  readonly work: Pick<PreviewWork, 'render' | 'check'>;
  take(message: FromPanel): void;
  dispose(): void;
}

export interface PreviewParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  readonly screenReader: Pick<ScreenReader, 'tell'>;
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
  const rows = createPreviewRows(send);
  let plannedVersion = -1;
  let planning: Promise<void> = Promise.resolve();
  let superseded = new AbortController();
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
    rows.take(answer.rows);
    plannedVersion = version;
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

  const work = createPreviewWork({
    service,
    rows,
    upToDate: async () => {
      await upToDate();
      return fieldsOf(await read());
    },
    send,
    fail,
    sentences: workSentences,
    ended: ended.signal,
  });

  const play = async ({ id, offset, extent }: Extract<FromPanel, { kind: 'play' }>): Promise<void> => {
    const index = rows.all().findIndex((row) => row.id === id);
    await upToDate();
    const row = rows.byId(id) ?? rows.all()[index];
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

  const rowAt = (offset: number): HeldRow | undefined => rows.all()[rowIndexAt(rows.all(), offset)];

  const tellCursor = (): void => {
    const editor = vscode.window.visibleTextEditors.find((one) => isHere(one.document));
    if (editor === undefined) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    send({ kind: 'cursor', id: rowAt(offset)?.id ?? null });
  };

  const reveal = async (id: number): Promise<void> => {
    const row = rows.byId(id);
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
      const row = rowAt(startOffset);
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
          send({
            kind: 'rows',
            start: 0,
            removedCount: Number.MAX_SAFE_INTEGER,
            rows: rows.all().map(toShown),
          });
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
          void work.render(message.id);
          return;
        case 'check':
          void work.check();
          return;
        case 'cancel':
          work.cancel();
          return;
        case 'reveal':
          void reveal(message.id);
          return;
      }
    },
    work,
    dispose() {
      ended.abort(new Error('The preview was closed.'));
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function fieldsOf(document: vscode.TextDocument): Infer<typeof previewPlan.params> {
  const { voice, takeCount } = readSettings(document.uri);
  return {
    text: document.getText(),
    languageId: document.languageId,
    voice,
    ...scriptTakes(document.languageId, takeCount),
    ...documentPlace(document),
  };
}
