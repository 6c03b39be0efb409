import { SpeechError } from '../../../protocol/errors.ts';
import type { Infer } from '../../../protocol/message.ts';
import { previewCheck, previewChecked, previewProgress, previewRender } from '../../../protocol/preview.ts';
import type { PreviewRow } from '../../../protocol/previewRow.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { describeFailureAtLine } from '../errors/describeFailureAtLine.ts';
import type { HeldRow } from './heldRows.ts';
import type { PanelWork, ToPanel } from './messages.ts';
import type { PreviewRows } from './previewRows.ts';

/** What takes long in a preview, one thing at a time: what is asked for ends what runs. */
export interface PreviewWork {
  /** Makes what has no sound. @param id  of the one row that is meant @returns null where it was cancelled or has failed */
  render(id?: number): Promise<RenderCounts | null>;
  /** Listens to what has a sound. @returns as `render` */
  check(): Promise<CheckCounts | null>;
  cancel(): void;
}

export type RenderCounts = Infer<typeof previewRender.result>;
export type CheckCounts = Infer<typeof previewCheck.result>;

export interface PreviewWorkParts {
  readonly service: Pick<SpeechService, 'connect'>;
  readonly rows: PreviewRows;
  /** Resolves when the rows are those of the document as it is. @returns what the daemon is asked about */
  readonly upToDate: () => Promise<Omit<Infer<typeof previewRender.params>, 'stream'>>;
  readonly send: (message: ToPanel) => void;
  readonly fail: (error: unknown, retry: () => Promise<unknown>) => void;
  /** What became of it, in one sentence. */
  readonly sentences: WorkSentences;
  /** Aborted when the preview is closed. */
  readonly ended: AbortSignal;
}

export interface WorkSentences {
  readonly rendered: (counts: RenderCounts) => string;
  readonly checked: (counts: CheckCounts) => string;
}

/** So often the panel is told how far it is. */
const tellMs = 100;

export function createPreviewWork({
  service,
  rows,
  upToDate,
  send,
  fail,
  sentences,
  ended,
}: PreviewWorkParts): PreviewWork {
  let running: AbortController | null = null;

  const run = async <Counts>(
    { say, retry }: { readonly say: (counts: Counts) => string; readonly retry: () => Promise<unknown> },
    work: (asked: Asked, signal: AbortSignal) => Promise<Counts>,
  ): Promise<Counts | null> => {
    running?.abort(new Error('Asked again.'));
    const { signal } = (running = new AbortController());
    const either = AbortSignal.any([signal, ended]);
    let said = '';
    try {
      const fields = await upToDate();
      const connection = await service.connect(either);
      const counts = await work(
        { connection, fields, rows: rows.all().slice(), stream: createStreamName() },
        either,
      );
      said = say(counts);
      return counts;
    } catch (error) {
      if (!either.aborted) fail(error, retry);
      return null;
    } finally {
      if (running.signal === signal) {
        running = null;
        for (const { id, state } of rows.all())
          if (state === 'rendering') rows.change(id, { state: 'stale' });
        send({ kind: 'done', said });
      }
    }
  };

  /** Tells how far it is, not more often than can be seen. */
  const createCounter = (work: PanelWork, totalCount: number): ((row: number) => void) => {
    const done = new Set<number>();
    send({ kind: 'working', work, doneCount: 0, totalCount });
    let toldMs = performance.now();
    return (row) => {
      done.add(row);
      if (performance.now() - toldMs < tellMs && done.size < totalCount) return;
      toldMs = performance.now();
      send({ kind: 'working', work, doneCount: done.size, totalCount });
    };
  };

  /** The document may have been edited since it was asked. */
  const plannedNow = ({ id, planned }: HeldRow): PreviewRow => rows.byId(id)?.planned ?? planned;

  const render = (id?: number): Promise<RenderCounts | null> =>
    run(
      { say: sentences.rendered, retry: () => render(id) },
      async ({ connection, fields, rows: asked, stream }, signal) => {
        const wanted = id === undefined ? null : asked.findIndex((row) => row.id === id);
        /** Why rows have failed for which something can be downloaded. */
        const lacking: SpeechError[] = [];
        const count = createCounter('render', wanted === null ? asked.length : 1);
        using _progress = connection.on(previewProgress, (told) => {
          const row = asked[told.row];
          if (told.stream !== stream || row === undefined || signal.aborted) return;
          rows.change(row.id, afterProgress(plannedNow(row), told.progress));
          if (told.progress.state === 'failed' && typeof told.progress.data['model'] === 'string')
            lacking.push(new SpeechError(told.progress.code, told.progress));
          if (told.progress.state !== 'rendering') count(told.row);
        });
        const params = { stream, ...fields, ...(wanted !== null && { rows: wanted < 0 ? [] : [wanted] }) };
        const counts = await connection.request(previewRender, params, signal);
        const [first] = lacking;
        if (first !== undefined) fail(first, () => render(id));
        return counts;
      },
    );

  const check = (): Promise<CheckCounts | null> =>
    run(
      { say: sentences.checked, retry: check },
      async ({ connection, fields, rows: asked, stream }, signal) => {
        const count = createCounter('check', asked.filter(({ state }) => state === 'cached').length);
        using _checked = connection.on(previewChecked, (told) => {
          const row = asked[told.row];
          if (told.stream !== stream || row === undefined || signal.aborted) return;
          rows.change(row.id, { planned: { ...plannedNow(row), check: told.check } });
          count(told.row);
        });
        return await connection.request(previewCheck, { stream, ...fields }, signal);
      },
    );

  return {
    render,
    check,
    cancel() {
      running?.abort(new Error('Cancelled.'));
    },
  };
}

interface Asked {
  readonly connection: SpeechConnection;
  readonly fields: Omit<Infer<typeof previewRender.params>, 'stream'>;
  /** As they were when it began: what is told names them by their places. */
  readonly rows: readonly HeldRow[];
  readonly stream: string;
}

function afterProgress(
  planned: PreviewRow,
  progress: Infer<typeof previewProgress.params>['progress'],
): Partial<HeldRow> {
  switch (progress.state) {
    case 'rendering':
      return { state: 'rendering', problem: null };
    case 'kept': {
      const { kept, check, takes } = progress;
      return { state: 'cached', problem: null, planned: { ...planned, kept, check, takes } };
    }
    case 'failed':
      return { state: 'failed', problem: describeFailureAtLine(progress) };
  }
}
