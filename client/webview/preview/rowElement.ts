import type { PanelTexts, RowState, ShownRow } from '../../src/preview/messages.ts';
import { fill } from './fill.ts';
import { createWaveform } from './waveform.ts';

/** One row of the grid, which stays the same element whatever becomes of it: it may have the focus. */
export interface RowElement {
  readonly element: HTMLElement;
  /** That its words are marked in, as long as it shows the same. */
  text(): Text;
  show(row: ShownRow): void;
}

export function createRowElement(first: ShownRow, texts: PanelTexts): RowElement {
  const element = cell('row', 'row', []);
  element.dataset['id'] = String(first.id);
  element.tabIndex = -1;
  let text = document.createTextNode('');
  let states: readonly string[] = [];
  const show = (row: ShownRow): void => {
    // What is put anew loses the focus, and whoever hears the page would hear all of the row again.
    const hadFocus = element.contains(document.activeElement);
    text = document.createTextNode(row.text);
    element.replaceChildren(...cellsOf(row, text, texts));
    element.classList.remove(...states);
    states = [stateOf(row)];
    element.classList.add(...states);
    element.ariaLabel = nameOf(row, texts);
    // What was written has its own direction; the page has that of the editor.
    for (const written of element.querySelectorAll<HTMLElement>('.speaker, .text, .problem'))
      written.dir = 'auto';
    if (hadFocus) element.focus();
  };
  show(first);
  return { element, text: () => text, show };
}

function cellsOf(row: ShownRow, text: Text, texts: PanelTexts): readonly HTMLElement[] {
  const speaker = row.speaker ?? texts.narrator;
  const play = button('play', '▶');
  play.ariaLabel = fill(texts.playRow, speaker);
  const [stateName, ...problems] = stateTexts(row, texts);
  return [
    cell('gridcell', 'who', [name('speaker', speaker), name('voice', row.voice)]),
    cell('gridcell', 'text', [text]),
    cell('gridcell', 'sound', [createWaveform(row.peaks), span('duration', durationText(row, texts))]),
    cell('gridcell', 'state', [
      span('stateName', stateName),
      ...takenSpans(row, texts),
      ...problems.map((problem) => span('problem', problem)),
      ...(row.state === 'failed' ? [button('again', texts.renderAgain)] : []),
    ]),
    cell('gridcell', 'act', [play]),
  ];
}

function stateOf({ state, doubt }: ShownRow): RowState | 'doubtful' {
  return state === 'cached' && doubt !== null ? 'doubtful' : state;
}

/** @returns the state, and what is wrong */
function stateTexts(row: ShownRow, texts: PanelTexts): readonly [string, ...string[]] {
  const state = stateOf(row);
  const problems = row.problem === null ? [] : [row.problem];
  return state === 'doubtful'
    ? [texts.doubtful, ...problems, heardText(row.doubt ?? '', texts)]
    : [texts.states[state], ...problems];
}

function durationText({ durationMs, peaks }: ShownRow, { aboutSeconds, seconds }: PanelTexts): string {
  return fill(peaks === null ? aboutSeconds : seconds, (durationMs / 1000).toFixed(1));
}

/** What is read out where the row gets the focus: what tells it from others first, without what its buttons say. */
function nameOf(row: ShownRow, texts: PanelTexts): string {
  const [state, ...problems] = stateTexts(row, texts);
  const how = [state, durationText(row, texts), row.voice].join(', ');
  return [`${row.speaker ?? texts.narrator}: ${row.text}`, how, ...problems].map(toSentence).join(' ');
}

function toSentence(text: string): string {
  return /\p{P}\s*$/u.test(text) ? text : `${text}.`;
}

export function createHeaderRow({ columns }: PanelTexts): HTMLElement {
  const names = [columns.speaker, columns.text, columns.sound, columns.state, columns.play];
  return cell(
    'row',
    'header',
    names.map((name) => cell('columnheader', '', [document.createTextNode(name)])),
  );
}

/** Only where a sentence was said again. */
function takenSpans({ state, takes }: ShownRow, { take }: PanelTexts): HTMLElement[] {
  if (state !== 'cached' || takes.every(({ count }) => count === 1)) return [];
  return takes.map(({ kept, count }) => span('take', fill(take, String(kept), String(count))));
}

function heardText(heard: string, { heard: withWords, nothingHeard }: PanelTexts): string {
  return heard === '' ? nothingHeard : fill(withWords, heard);
}

/** The keys act on the row: a button in it is for the mouse. */
function button(className: string, text: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.tabIndex = -1;
  element.textContent = text;
  return element;
}

function cell(role: string, className: string, children: readonly Node[]): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('role', role);
  element.className = className;
  element.append(...children);
  return element;
}

function span(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/** Of which there may be no room for the whole. */
function name(className: string, text: string): HTMLElement {
  const element = span(className, text);
  element.title = text;
  return element;
}
