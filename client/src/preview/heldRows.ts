import type { PreviewRow } from '../../../protocol/previewRow.ts';
import type { RowState, ShownRow, ToPanel } from './messages.ts';
import { describeFailureAtLine } from '../errors/describeFailureAtLine.ts';

/** A row of the plan, with what became of it. */
export interface HeldRow {
  readonly id: number;
  readonly planned: PreviewRow;
  readonly state: RowState;
  /** What is wrong and the way out; of a row that has failed. */
  readonly problem: string | null;
}

export interface RowChanges {
  readonly rows: readonly HeldRow[];
  /** What the panel is to be told. */
  readonly messages: readonly ToPanel[];
}

/**
 * The rows of a plan that follows another one: rows that stayed keep their ids, and of what changed the panel is told.
 *
 * @param createId  gives an id that no row had
 */
export function takePlan(
  held: readonly HeldRow[],
  planned: readonly PreviewRow[],
  createId: () => number,
): RowChanges {
  const isSame = (row: HeldRow | undefined, fresh: PreviewRow | undefined): boolean =>
    row !== undefined &&
    fresh !== undefined &&
    row.planned.key === fresh.key &&
    row.planned.speaker === fresh.speaker;
  const shorter = Math.min(held.length, planned.length);
  let before = 0;
  while (before < shorter && isSame(held[before], planned[before])) before += 1;
  let behind = 0;
  while (behind < shorter - before && isSame(held.at(-1 - behind), planned.at(-1 - behind))) behind += 1;
  const stayed = planned.length - behind;
  const shift = planned.length - held.length;
  const rows = planned.map((fresh, index) => {
    const old = index < before ? held[index] : index >= stayed ? held[index - shift] : undefined;
    return old === undefined
      ? { id: createId(), planned: fresh, ...stateOf(fresh, null) }
      : { id: old.id, planned: fresh, ...stateOf(fresh, old) };
  });
  const spliced: ToPanel = {
    kind: 'rows',
    start: before,
    removedCount: held.length - before - behind,
    rows: rows.slice(before, stayed).map(toShown),
  };
  const heldById = new Map(held.map((row) => [row.id, row]));
  const changed = rows.filter((row) => {
    const old = heldById.get(row.id);
    return old !== undefined && looksOther(old, row);
  });
  const isSpliced = spliced.removedCount > 0 || spliced.rows.length > 0;
  return {
    rows,
    messages: [
      ...(isSpliced ? [spliced] : []),
      ...changed.map((row): ToPanel => ({ kind: 'row', row: toShown(row) })),
    ],
  };
}

export function toShown({ id, planned, state, problem }: HeldRow): ShownRow {
  const { speaker, voice, text, kept, estimatedMs } = planned;
  return {
    id,
    speaker,
    voice,
    text,
    state,
    problem,
    durationMs: kept?.durationMs ?? estimatedMs,
    peaks: kept?.peaks ?? null,
    doubt: doubtOf(planned),
    takes: takesOf(planned),
  };
}

/** Whether the panel has to be told. */
export function looksOther(before: HeldRow, after: HeldRow): boolean {
  return (
    before.state !== after.state ||
    before.problem !== after.problem ||
    doubtOf(before.planned) !== doubtOf(after.planned)
  );
}

function takesOf({ takes }: PreviewRow): ShownRow['takes'] {
  return (takes ?? []).map((choice) => ({
    kept: (choice.takes[0]?.takeIndex ?? 0) + 1,
    count: choice.takes.length,
  }));
}

function doubtOf({ check }: PreviewRow): string | null {
  return check?.isDoubtful === true ? check.heard : null;
}

/** What is under way, or has failed, still is and has; but not for what the plan said and no longer says. */
function stateOf({ kept, problem }: PreviewRow, old: HeldRow | null): Pick<HeldRow, 'state' | 'problem'> {
  if (problem !== null) {
    const failure = { code: 'unknownVoice', ...problem, data: {} } as const;
    return { state: 'failed', problem: describeFailureAtLine(failure) };
  }
  if (kept !== null) return { state: 'cached', problem: null };
  if (old?.state === 'rendering' || (old?.state === 'failed' && old.planned.problem === null))
    return { state: old.state, problem: old.problem };
  return { state: 'stale', problem: null };
}
