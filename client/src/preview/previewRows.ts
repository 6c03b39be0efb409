import type { PreviewRow } from '../../../protocol/previewRow.ts';
import { looksOther, takePlan, toShown, type HeldRow } from './heldRows.ts';
import type { ToPanel } from './messages.ts';

/** The rows of a preview; the panel is told what changes. */
export interface PreviewRows {
  all(): readonly HeldRow[];
  byId(id: number): HeldRow | undefined;
  take(planned: readonly PreviewRow[]): void;
  /** Nothing where the row is gone. */
  change(id: number, changed: Partial<Omit<HeldRow, 'id'>>): void;
}

/** @param send  to the panel, in order */
export function createPreviewRows(send: (message: ToPanel) => void): PreviewRows {
  let rows: HeldRow[] = [];
  /** There may be many thousand, and each is changed twice while all are made. */
  let indices = new Map<number, number>();
  let idCount = 0;
  const byId = (id: number): HeldRow | undefined => rows[indices.get(id) ?? -1];
  return {
    all: () => rows,
    byId,
    take(planned) {
      const changes = takePlan(rows, planned, () => (idCount += 1));
      rows = [...changes.rows];
      indices = new Map(rows.map(({ id }, index) => [id, index]));
      changes.messages.forEach(send);
    },
    change(id, changed) {
      const row = byId(id);
      const index = indices.get(id);
      if (row === undefined || index === undefined) return;
      const next = { ...row, ...changed };
      rows[index] = next;
      if (looksOther(row, next)) send({ kind: 'row', row: toShown(next) });
    },
  };
}
