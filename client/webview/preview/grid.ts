import type { PanelTexts, RowRange, ShownRow } from '../../src/preview/messages.ts';
import { createHeaderRow, createRowElement, type RowElement } from './rowElement.ts';
import { wordsOf } from './wordsOf.ts';

/** The rows, with one that the keys act on and a word in it. */
export interface Grid {
  splice(start: number, removedCount: number, rows: readonly ShownRow[]): void;
  update(row: ShownRow): void;
  firstId(): number | null;
  rowCount(): number;
  /** Of those with a sound. */
  cachedCount(): number;
  /** Marks what is heard. @returns its row */
  show(id: number | null, word: RowRange | null): ShownRow | null;
  /** Marks where the cursor of the editor is. */
  follow(id: number | null): void;
  /** That the keys act on. */
  activeId(): number | null;
  /** Null at the end. */
  idBehind(id: number | null): number | null;
}

export interface GridListener {
  readonly play: (id: number, extent: 'row' | 'rest', offset?: number) => void;
  readonly reveal: (id: number) => void;
}

interface GridRow extends RowElement {
  readonly row: ShownRow;
}

export function createGrid(container: HTMLElement, texts: PanelTexts, listener: GridListener): Grid {
  const shown: GridRow[] = [];
  const heard = createMark('heard');
  const chosen = createMark('chosen');
  let activeId: number | null = null;
  let playingId: number | null = null;
  let cursorId: number | null = null;
  let heardWord: RowRange | null = null;
  /** Of the active row's words; null: the whole row. */
  let wordIndex: number | null = null;
  container.append(createHeaderRow(texts));

  const indexOf = (id: number | null): number => shown.findIndex(({ row }) => row.id === id);

  let marked: readonly (number | null)[] = [];

  /** Of all rows only those that were marked, or are now: there may be many thousand. */
  const mark = (): void => {
    const now = [activeId, playingId, cursorId];
    for (const id of new Set([...marked, ...now])) {
      const found = shown[indexOf(id)];
      if (found !== undefined) markRow(found);
    }
    marked = now;
    heard.set(shown[indexOf(playingId)]?.text ?? null, heardWord);
    chosen.set(shown[indexOf(activeId)]?.text ?? null, chosenWord());
  };

  const markRow = ({ element, row: { id } }: GridRow): void => {
    element.classList.toggle('playing', id === playingId);
    element.classList.toggle('cursor', id === cursorId);
    element.ariaCurrent = id === cursorId ? 'true' : null;
    element.ariaSelected = String(id === activeId);
    element.tabIndex = id === activeId ? 0 : -1;
  };

  const number = (): void => {
    container.setAttribute('aria-rowcount', String(shown.length + 1));
    shown.forEach(({ element }, index) => {
      element.setAttribute('aria-rowindex', String(index + 2));
    });
  };

  const chosenWord = (): RowRange | null => {
    const active = shown[indexOf(activeId)];
    if (active === undefined || wordIndex === null) return null;
    return wordsOf(active.row.text)[wordIndex] ?? null;
  };

  const activate = (index: number, hasFocus: boolean): void => {
    const next = shown[Math.min(Math.max(0, index), shown.length - 1)];
    if (next === undefined) return;
    if (next.row.id !== activeId) wordIndex = null;
    activeId = next.row.id;
    mark();
    if (hasFocus) next.element.focus();
  };

  const moveWord = (by: number): void => {
    const active = shown[indexOf(activeId)];
    if (active === undefined) return;
    const next = wordIndex === null ? (by > 0 ? 0 : -1) : wordIndex + by;
    wordIndex = next < 0 ? null : Math.min(next, wordsOf(active.row.text).length - 1);
    mark();
  };

  const make = (row: ShownRow): GridRow => ({ row, ...createRowElement(row, texts) });

  const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: () => {
      activate(indexOf(activeId) + 1, true);
    },
    ArrowUp: () => {
      activate(indexOf(activeId) - 1, true);
    },
    PageDown: () => {
      activate(indexOf(activeId) + 10, true);
    },
    PageUp: () => {
      activate(indexOf(activeId) - 10, true);
    },
    Home: () => {
      activate(0, true);
    },
    End: () => {
      activate(shown.length - 1, true);
    },
    ArrowRight: () => {
      moveWord(1);
    },
    ArrowLeft: () => {
      moveWord(-1);
    },
    Enter: ({ shiftKey }) => {
      if (activeId === null) return;
      const word = chosenWord();
      listener.play(activeId, shiftKey || word !== null ? 'rest' : 'row', word?.start);
    },
    o: () => {
      if (activeId !== null) listener.reveal(activeId);
    },
  };

  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  });
  container.addEventListener('focusin', ({ target }) => {
    const index = shown.findIndex(({ element }) => element === target);
    if (index >= 0) activate(index, false);
  });
  container.addEventListener('click', ({ target, clientX, clientY }) => {
    if (!(target instanceof Element)) return;
    const index = shown.findIndex(({ element }) => element.contains(target));
    const hit = shown[index];
    if (hit === undefined) return;
    activate(index, true);
    if (target.closest('.play') !== null) listener.play(hit.row.id, 'row');
    else if (target.closest('.text') !== null) {
      const word = wordAt(hit, clientX, clientY);
      if (word !== null) listener.play(hit.row.id, 'rest', word.start);
    } else listener.reveal(hit.row.id);
  });

  return {
    splice(start, removedCount, rows) {
      const focused = shown.some(({ element }) => element === document.activeElement);
      const activeIndex = indexOf(activeId);
      const fresh = rows.map(make);
      const removed = shown.splice(start, removedCount, ...fresh);
      for (const { element } of removed) element.remove();
      const before = shown[start - 1]?.element ?? container.firstElementChild;
      before?.after(...fresh.map(({ element }) => element));
      number();
      if (indexOf(activeId) < 0) activate(activeIndex < 0 ? 0 : activeIndex, focused);
      mark();
    },
    update(row) {
      const index = indexOf(row.id);
      const old = shown[index];
      if (old === undefined) return;
      const isFocused = old.element === document.activeElement;
      const next = make(row);
      old.element.replaceWith(next.element);
      shown[index] = next;
      next.element.setAttribute('aria-rowindex', String(index + 2));
      mark();
      if (isFocused) next.element.focus();
    },
    firstId: () => shown[0]?.row.id ?? null,
    rowCount: () => shown.length,
    cachedCount: () => shown.filter(({ row }) => row.state === 'cached').length,
    show(id, word) {
      const hasMoved = id !== playingId;
      playingId = id;
      heardWord = word;
      mark();
      const playing = shown[indexOf(id)];
      if (hasMoved) playing?.element.scrollIntoView({ block: 'nearest' });
      return playing?.row ?? null;
    },
    follow(id) {
      if (id === cursorId) return;
      cursorId = id;
      mark();
      if (playingId === null) shown[indexOf(id)]?.element.scrollIntoView({ block: 'nearest' });
    },
    activeId: () => activeId,
    idBehind: (id) => shown[indexOf(id) + 1]?.row.id ?? null,
  };
}

function wordAt({ text, row }: GridRow, x: number, y: number): RowRange | null {
  const caret = document.caretPositionFromPoint(x, y);
  if (caret === null || caret.offsetNode !== text) return null;
  return wordsOf(row.text).findLast(({ start }) => start <= caret.offset) ?? null;
}

/** Marks a stretch of a text without changing the page. @param name  of `::highlight()` in the style */
function createMark(name: string): { set(text: Text | null, range: RowRange | null): void } {
  const highlight = new Highlight();
  CSS.highlights.set(name, highlight);
  return {
    set(text, range) {
      highlight.clear();
      if (text === null || range === null) return;
      const stretch = new Range();
      stretch.setStart(text, Math.min(range.start, text.length));
      stretch.setEnd(text, Math.min(range.end, text.length));
      highlight.add(stretch);
    },
  };
}
