import { z } from 'zod';

/** What the panel shows of one row. */
export interface ShownRow {
  /** Stays with the row while the document changes around it. */
  readonly id: number;
  readonly speaker: string | null;
  readonly voice: string;
  readonly text: string;
  readonly state: RowState;
  /** One sentence; of a row that has failed. */
  readonly problem: string | null;
  /** Of its sound; an estimate where there is none. */
  readonly durationMs: number;
  /** 0 to 255; null where there is no sound. */
  readonly peaks: readonly number[] | null;
  /** What was heard in its sound, where that is not what it says; else null. */
  readonly doubt: string | null;
  /** Of each of its sentences which take was kept, from 1, and of how many; empty where none were made. */
  readonly takes: readonly { readonly kept: number; readonly count: number }[];
}

/** `stale`: there is no sound of it as it stands now. */
export type RowState = 'cached' | 'stale' | 'rendering' | 'failed';

/** A stretch of the text of a row. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** From the extension to the panel. */
export type ToPanel =
  | {
      readonly kind: 'rows';
      /** Where in the rows that are shown `removedCount` are replaced by `rows`. */
      readonly start: number;
      readonly removedCount: number;
      readonly rows: readonly ShownRow[];
    }
  | { readonly kind: 'row'; readonly row: ShownRow }
  /** What is heard now; null: nothing. */
  | { readonly kind: 'playing'; readonly id: number | null; readonly word: RowRange | null }
  /** The row that the cursor of the editor is in. */
  | { readonly kind: 'cursor'; readonly id: number | null }
  | {
      readonly kind: 'working';
      readonly work: PanelWork;
      readonly doneCount: number;
      readonly totalCount: number;
    }
  /** @param said  what became of it, in one sentence */
  | { readonly kind: 'done'; readonly said: string };

/** `render` makes sounds, `check` listens to them. */
export type PanelWork = 'render' | 'check';

const id = z.int().min(0);

/** From the panel to the extension. What is in a panel is not trusted. */
export const fromPanelSchema = z.discriminatedUnion('kind', [
  /** It shows nothing yet. */
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({
    kind: z.literal('play'),
    id,
    /** Into the text of the row; absent: from its beginning. */
    offset: z.int().min(0).optional(),
    extent: z.enum(['row', 'rest']),
  }),
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('loop'), isOn: z.boolean() }),
  /** Of one row; absent: of all that have none. */
  z.strictObject({ kind: z.literal('render'), id: id.optional() }),
  /** Listen to what was made. */
  z.strictObject({ kind: z.literal('check') }),
  z.strictObject({ kind: z.literal('cancel') }),
  /** Show the row in the editor. */
  z.strictObject({ kind: z.literal('reveal'), id }),
]);

export type FromPanel = z.infer<typeof fromPanelSchema>;

/** What the panel says, in the language of the editor. `{0}` and `{1}` are filled in. */
export interface PanelTexts {
  readonly loop: string;
  readonly loopIsOn: string;
  readonly loopIsOff: string;
  readonly next: string;
  readonly playAll: string;
  readonly playRow: string;
  readonly renderAgain: string;
  readonly render: string;
  readonly check: string;
  readonly cancel: string;
  readonly stop: string;
  readonly rows: string;
  readonly toolbar: string;
  readonly keys: string;
  readonly empty: string;
  readonly narrator: string;
  readonly columns: Readonly<Record<'speaker' | 'text' | 'sound' | 'state' | 'play', string>>;
  readonly states: Readonly<Record<RowState, string>>;
  readonly seconds: string;
  readonly aboutSeconds: string;
  readonly wholeLine: string;
  readonly silent: string;
  readonly doubtful: string;
  readonly heard: string;
  readonly nothingHeard: string;
  readonly doubtfulCount: string;
  readonly take: string;
  readonly advice: string;
  readonly working: Readonly<Record<PanelWork, string>>;
  readonly summary: string;
}

/** What a panel keeps over a reload of the window. */
export const panelStateSchema = z.object({ uri: z.string() });
