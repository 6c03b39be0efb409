import type { PanelTexts, RowRange, ShownRow } from '../../src/preview/messages.ts';
import { createHeaderRow, createRowElement, type RowElement } from './rowElement.ts';
import { listenToKeys } from './listenToKeys.ts';
import { createRowWindow } from './rowWindow.ts';
import { createTextMark } from './textMark.ts';
import { wordsOf } from './wordsOf.ts';

/** The rows, with one that the keys act on and a word in it. */
export interface Grid {
  splice(start: number, removedCount: number, rows: readonly ShownRow[]): void;
  update(row: ShownRow): void;
  firstId(): number | null;
  counts(): RowCounts;
  /** Marks what is heard. @returns its row */
  show(id: number | null, word: RowRange | null): ShownRow | null;
  /** Marks where the cursor of the editor is. */
  follow(id: number | null): void;
  /** That the keys act on. */
  activeId(): number | null;
  /** Null at the end. */
  idBehind(id: number | null): number | null;
}

interface RowCounts {
  readonly rowCount: number;
  /** Of those with a sound. */
  readonly cachedCount: number;
  /** Of those that were heard otherwise than they are written. */
  readonly doubtfulCount: number;
}

export interface GridListener {
  readonly play: (id: number, extent: 'row' | 'rest', offset?: number) => void;
  readonly reveal: (id: number) => void;
  /** Makes its sound. */
  readonly render: (id: number) => void;
  /** A word is marked as the one to play from; null: the whole row. */
  readonly chooseWord: (word: string | null) => void;
}

export function createGrid(container: HTMLElement, texts: PanelTexts, listener: GridListener): Grid {
  const rows: ShownRow[] = [];
  const positions = new Map<number, number>();
  /** Those in the page, by id. */
  const made = new Map<number, RowElement>();
  const heard = createTextMark('heard');
  const chosen = createTextMark('chosen');
  let activeId: number | null = null;
  let playingId: number | null = null;
  let cursorId: number | null = null;
  let heardWord: RowRange | null = null;
  /** Of the active row's words; null: the whole row. */
  let wordIndex: number | null = null;

  const indexOf = (id: number | null): number => (id === null ? undefined : positions.get(id)) ?? -1;
  const inPage = (id: number | null): RowElement | undefined => (id === null ? undefined : made.get(id));
  const textOf = (id: number | null): Text | null => inPage(id)?.text() ?? null;
  const rowOf = (id: number | null): ShownRow | undefined => rows[indexOf(id)];

  const elementOf = (index: number): HTMLElement => {
    const row = rows[index];
    if (row === undefined) throw new RangeError(`There is no row ${index}.`);
    const known = made.get(row.id);
    if (known !== undefined) return known.element;
    const fresh = createRowElement(row, texts);
    made.set(row.id, fresh);
    markRow(row.id, fresh.element);
    fresh.element.setAttribute('aria-rowindex', String(index + 2));
    return fresh.element;
  };

  const rowWindow = createRowWindow({
    container,
    header: createHeaderRow(texts),
    rowCount: () => rows.length,
    idOf: (index) => rows[index]?.id ?? -1,
    elementOf,
    pinned: () => [activeId, playingId, cursorId].map(indexOf),
    onDrawn: (indices) => {
      const drawn = new Set(indices.map((index) => rows[index]?.id));
      for (const id of made.keys()) if (!drawn.has(id)) made.delete(id);
      heard.set(textOf(playingId), heardWord);
      chosen.set(textOf(activeId), chosenWord());
    },
  });

  const markRow = (id: number, element: HTMLElement): void => {
    element.classList.toggle('playing', id === playingId);
    element.classList.toggle('cursor', id === cursorId);
    element.ariaCurrent = id === cursorId ? 'true' : null;
    element.ariaSelected = String(id === activeId);
    element.tabIndex = id === activeId ? 0 : -1;
  };

  /** What is marked is in the page from here on. */
  const mark = (): void => {
    rowWindow.draw();
    for (const [id, { element }] of made) markRow(id, element);
  };

  const chosenWord = (): RowRange | null => {
    const active = rowOf(activeId);
    if (active === undefined || wordIndex === null) return null;
    return wordsOf(active.text)[wordIndex] ?? null;
  };

  const activate = (index: number, hasFocus: boolean): void => {
    const next = rows[Math.min(Math.max(0, index), rows.length - 1)];
    if (next === undefined) return;
    if (next.id !== activeId) wordIndex = null;
    activeId = next.id;
    mark();
    if (hasFocus) inPage(activeId)?.element.focus();
  };

  const moveWord = (by: number): void => {
    const active = rowOf(activeId);
    if (active === undefined) return;
    const next = wordIndex === null ? (by > 0 ? 0 : -1) : wordIndex + by;
    wordIndex = next < 0 ? null : Math.min(next, wordsOf(active.text).length - 1);
    mark();
    const word = chosenWord();
    listener.chooseWord(word === null ? null : active.text.slice(word.start, word.end));
  };

  listenToKeys(container, {
    moveBy(rowCount) {
      activate(indexOf(activeId) + rowCount, true);
    },
    moveToStart() {
      activate(0, true);
    },
    moveToEnd() {
      activate(rows.length - 1, true);
    },
    moveWordBy: moveWord,
    play(isWithRest) {
      if (activeId === null) return;
      const word = chosenWord();
      listener.play(activeId, isWithRest || word !== null ? 'rest' : 'row', word?.start);
    },
    reveal() {
      if (activeId !== null) listener.reveal(activeId);
    },
    render() {
      if (activeId !== null) listener.render(activeId);
    },
  });

  /** @returns the id of the row that something in the page belongs to */
  const idAt = (target: EventTarget | null): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    return row === null ? null : Number(row.dataset['id']);
  };
  container.addEventListener('focusin', ({ target }) => {
    const id = idAt(target);
    if (id !== null && id !== activeId) activate(indexOf(id), false);
  });
  container.addEventListener('click', ({ target, clientX, clientY }) => {
    const id = idAt(target);
    const hit = inPage(id);
    if (id === null || hit === undefined || !(target instanceof Element)) return;
    activate(indexOf(id), true);
    if (target.closest('.play') !== null) listener.play(id, 'row');
    else if (target.closest('.again') !== null) listener.render(id);
    else if (target.closest('.text') !== null) {
      const word = wordAt(hit.text(), clientX, clientY);
      if (word !== null) listener.play(id, 'rest', word.start);
    } else listener.reveal(id);
  });

  return {
    splice(start, removedCount, fresh) {
      const focused = inPage(activeId)?.element === document.activeElement;
      const activeIndex = indexOf(activeId);
      for (const { id } of rows.splice(start, removedCount, ...fresh)) {
        rowWindow.forget(id);
        made.delete(id);
      }
      positions.clear();
      rows.forEach(({ id }, index) => positions.set(id, index));
      container.setAttribute('aria-rowcount', String(rows.length + 1));
      for (const [id, { element }] of made) element.setAttribute('aria-rowindex', String(indexOf(id) + 2));
      if (indexOf(activeId) < 0) activate(activeIndex < 0 ? 0 : activeIndex, focused);
      mark();
    },
    update(row) {
      const index = indexOf(row.id);
      if (index < 0) return;
      rows[index] = row;
      const shown = made.get(row.id);
      if (shown === undefined) return;
      shown.show(row);
      rowWindow.forget(row.id);
      mark();
    },
    firstId: () => rows[0]?.id ?? null,
    counts: () => ({
      rowCount: rows.length,
      cachedCount: rows.filter(({ state }) => state === 'cached').length,
      doubtfulCount: rows.filter(({ doubt }) => doubt !== null).length,
    }),
    show(id, word) {
      heardWord = word;
      if (id === playingId) heard.set(textOf(id), word);
      else {
        playingId = id;
        mark();
        inPage(id)?.element.scrollIntoView({ block: 'nearest' });
      }
      return rowOf(id) ?? null;
    },
    follow(id) {
      if (id === cursorId) return;
      cursorId = id;
      mark();
      if (playingId === null) inPage(id)?.element.scrollIntoView({ block: 'nearest' });
    },
    activeId: () => activeId,
    idBehind: (id) => rows[indexOf(id) + 1]?.id ?? null,
  };
}

function wordAt(text: Text, x: number, y: number): RowRange | null {
  const caret = document.caretPositionFromPoint(x, y);
  if (caret === null || caret.offsetNode !== text) return null;
  return wordsOf(text.data).findLast(({ start }) => start <= caret.offset) ?? null;
}
