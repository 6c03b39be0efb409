/** What keys do in the grid: to the active row, or by moving to another one. */
export interface KeyActions {
  readonly moveBy: (rowCount: number) => void;
  readonly moveToStart: () => void;
  readonly moveToEnd: () => void;
  readonly moveWordBy: (wordCount: number) => void;
  /** @param isWithRest  also what comes behind it */
  readonly play: (isWithRest: boolean) => void;
  readonly reveal: () => void;
  readonly render: () => void;
}

const pageRowCount = 10;

export function listenToKeys(container: HTMLElement, actions: KeyActions): void {
  const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: () => {
      actions.moveBy(1);
    },
    ArrowUp: () => {
      actions.moveBy(-1);
    },
    PageDown: () => {
      actions.moveBy(pageRowCount);
    },
    PageUp: () => {
      actions.moveBy(-pageRowCount);
    },
    Home: actions.moveToStart,
    End: actions.moveToEnd,
    ArrowRight: () => {
      actions.moveWordBy(1);
    },
    ArrowLeft: () => {
      actions.moveWordBy(-1);
    },
    Enter: ({ shiftKey }) => {
      actions.play(shiftKey);
    },
    o: actions.reveal,
    r: actions.render,
  };
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isLetter = event.key.length === 1;
    const act = keys[isLetter ? event.key.toLowerCase() : event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  });
}
