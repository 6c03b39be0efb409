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
  const play = document.createElement('button');
  play.type = 'button';
  play.className = 'play';
  play.tabIndex = -1;
  play.textContent = '▶';
  play.setAttribute('aria-label', fill(texts.playRow, speaker));
  const seconds = (row.durationMs / 1000).toFixed(1);
  const duration = fill(row.peaks === null ? texts.aboutSeconds : texts.seconds, seconds);
  const element = cell('row', `row ${row.state}`, [
    cell('gridcell', 'who', [span('speaker', speaker), span('voice', row.voice)]),
    cell('gridcell', 'text', [text]),
    cell('gridcell', 'sound', [createWaveform(row.peaks), span('duration', duration)]),
    cell('gridcell', 'state', [
      span('stateName', texts.states[row.state]),
      ...(row.problem === null ? [] : [span('problem', row.problem)]),
    ]),
    cell('gridcell', 'act', [play]),
  ]);
  element.dataset['id'] = String(row.id);
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
