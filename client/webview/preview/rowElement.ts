import type { PanelTexts, ShownRow } from '../../src/preview/messages.ts';
import { fill } from './fill.ts';
import { createWaveform } from './waveform.ts';

/** One row of the grid, and the text node that its words are marked in. */
export interface RowElement {
  readonly element: HTMLElement;
  readonly text: Text;
}

export function createRowElement(row: ShownRow, texts: PanelTexts): RowElement {
  const speaker = row.speaker ?? texts.narrator;
  const text = document.createTextNode(row.text);
  const play = button('play', '▶');
  play.setAttribute('aria-label', fill(texts.playRow, speaker));
  const seconds = (row.durationMs / 1000).toFixed(1);
  const duration = fill(row.peaks === null ? texts.aboutSeconds : texts.seconds, seconds);
  const isDoubtful = row.state === 'cached' && row.doubt !== null;
  const element = cell('row', `row ${isDoubtful ? 'doubtful' : row.state}`, [
    cell('gridcell', 'who', [name('speaker', speaker), name('voice', row.voice)]),
    cell('gridcell', 'text', [text]),
    cell('gridcell', 'sound', [createWaveform(row.peaks), span('duration', duration)]),
    cell('gridcell', 'state', [
      span('stateName', isDoubtful ? texts.doubtful : texts.states[row.state]),
      ...takenSpans(row, texts),
      ...(row.problem === null ? [] : [span('problem', row.problem)]),
      ...(isDoubtful ? [span('problem', heardText(row.doubt, texts))] : []),
      ...(row.state === 'failed' ? [button('again', texts.renderAgain)] : []),
    ]),
    cell('gridcell', 'act', [play]),
  ]);
  element.dataset['id'] = String(row.id);
  // What was written has its own direction; the page has that of the editor.
  for (const written of element.querySelectorAll<HTMLElement>('.speaker, .text, .problem'))
    written.dir = 'auto';
  element.tabIndex = -1;
  return { element, text };
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
