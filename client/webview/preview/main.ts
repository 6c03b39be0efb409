import type { FromPanel, PanelTexts, PanelWork, ShownRow, ToPanel } from '../../src/preview/messages.ts';
import { createGrid } from './grid.ts';
import { fill } from './fill.ts';

interface Host {
  postMessage(message: FromPanel): void;
  setState(state: { readonly uri: string }): void;
}

declare function acquireVsCodeApi(): Host;

/** The preview in its frame: shows what the extension says, and says what the user does. */
function start(): void {
  const host = acquireVsCodeApi();
  const { texts: textsJson = '{}', uri = '' } = document.body.dataset;
  const texts = JSON.parse(textsJson) as PanelTexts;
  host.setState({ uri });
  const send = (message: FromPanel): void => {
    host.postMessage(message);
  };
  const [playAll, stop, next] = [buttonOf('playAll'), buttonOf('stop'), buttonOf('next')];
  const loop = buttonOf('loop');
  const workButtons = { render: buttonOf('render'), check: buttonOf('check') };
  const live = byId('live');
  let isLooping = false;
  let playingId: number | null = null;
  let working: PanelWork | null = null;

  const say = (text: string): void => {
    // A new node also for the same text, which is read out again then.
    live.replaceChildren(text);
  };
  const grid = createGrid(byId('rows'), texts, {
    play: (id, extent, offset) => {
      send({ kind: 'play', id, extent, ...(offset === undefined ? {} : { offset }) });
    },
    reveal: (id) => {
      send({ kind: 'reveal', id });
    },
    render: (id) => {
      send({ kind: 'render', id });
    },
    chooseWord: (word) => {
      say(word ?? texts.wholeLine);
    },
  });
  const toggleLoop = (): void => {
    isLooping = !isLooping;
    loop.setAttribute('aria-pressed', String(isLooping));
    send({ kind: 'loop', isOn: isLooping });
  };
  /** By its key, which leaves the focus where it is; of a button that has it, the state is read out by itself. */
  const toggleLoopByKey = (): void => {
    toggleLoop();
    if (document.activeElement !== loop) say(isLooping ? texts.loopIsOn : texts.loopIsOff);
  };
  const playNext = (): void => {
    const id = grid.idBehind(playingId ?? grid.activeId());
    if (id !== null) send({ kind: 'play', id, extent: 'row' });
  };
  const showSummary = (): void => {
    const { rowCount, cachedCount, doubtfulCount } = grid.counts();
    byId('empty').hidden = rowCount > 0;
    byId('advice').hidden = doubtfulCount === 0;
    setDisabled(playAll, rowCount === 0);
    setDisabled(next, rowCount === 0);
    if (working !== null) return;
    const sentences = [
      ...(rowCount === 0 ? [] : [fill(texts.summary, cachedCount, rowCount)]),
      ...(doubtfulCount === 0 ? [] : [fill(texts.doubtfulCount, doubtfulCount)]),
    ];
    byId('summary').textContent = sentences.join(' · ');
    setDisabled(workButtons.render, cachedCount === rowCount);
    setDisabled(workButtons.check, cachedCount === 0);
  };
  const showPlaying = (row: ShownRow | null): void => {
    if ((row?.id ?? null) === playingId) return;
    playingId = row?.id ?? null;
    setDisabled(stop, row === null);
    // What plays is heard, and nothing talks into it.
    say(row === null ? texts.silent : '');
  };
  const showWorking = (work: PanelWork | null): void => {
    working = work;
    for (const name of ['render', 'check'] as const) {
      workButtons[name].textContent = name === work ? texts.cancel : texts[name];
      setDisabled(workButtons[name], work !== null && name !== work);
    }
  };

  const take = (message: ToPanel): void => {
    switch (message.kind) {
      case 'rows':
        grid.splice(message.start, message.removedCount, message.rows);
        showSummary();
        return;
      case 'row':
        grid.update(message.row);
        showSummary();
        return;
      case 'playing':
        showPlaying(grid.show(message.id, message.word));
        return;
      case 'cursor':
        grid.follow(message.id);
        return;
      case 'working':
        showWorking(message.work);
        byId('summary').textContent = fill(
          texts.working[message.work],
          message.doneCount,
          message.totalCount,
        );
        return;
      case 'done':
        showWorking(null);
        showSummary();
        say(message.said === '' ? texts.silent : message.said);
        return;
    }
  };

  window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
    take(data);
  });
  onPress(playAll, () => {
    const id = grid.firstId();
    if (id !== null) send({ kind: 'play', id, extent: 'rest' });
  });
  onPress(stop, () => {
    send({ kind: 'stop' });
  });
  onPress(next, playNext);
  onPress(loop, toggleLoop);
  for (const name of ['render', 'check'] as const) {
    onPress(workButtons[name], () => {
      send({ kind: working === name ? 'cancel' : name });
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') send({ kind: 'stop' });
    else if (event.key.toLowerCase() === 'l') toggleLoopByKey();
    else if (event.key.toLowerCase() === 'n') playNext();
    else return;
    event.preventDefault();
  });
  showSummary();
  send({ kind: 'ready' });
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no ${id}.`);
  return element;
}

function buttonOf(id: string): HTMLButtonElement {
  return byId(id) as HTMLButtonElement;
}

/** It keeps the focus, which a button that is disabled for the page loses. */
function setDisabled(button: HTMLButtonElement, isDisabled: boolean): void {
  button.ariaDisabled = String(isDisabled);
}

function onPress(button: HTMLButtonElement, act: () => void): void {
  button.addEventListener('click', () => {
    if (button.ariaDisabled !== 'true') act();
  });
}

start();
