import * as vscode from 'vscode';
import type { PanelTexts } from './messages.ts';

/** In the language of the editor. */
export function panelTexts(): PanelTexts {
  const { l10n } = vscode;
  return {
    loop: l10n.t('Repeat'),
    next: l10n.t('Next'),
    playAll: l10n.t('Play all'),
    playRow: l10n.t('Play: {0}'),
    render: l10n.t('Make all sounds'),
    cancelRender: l10n.t('Cancel'),
    stop: l10n.t('Stop'),
    rows: l10n.t('Lines of the script'),
    toolbar: l10n.t('Playing'),
    keys: l10n.t(
      'Arrow keys choose a line and a word, Enter plays the line or from the word, Shift+Enter plays on to the end, Escape stops, L repeats, N plays the next line, O shows it in the script.',
    ),
    empty: l10n.t('There is nothing to say in this document yet.'),
    narrator: l10n.t('Narrator'),
    columns: {
      speaker: l10n.t('Speaker'),
      text: l10n.t('Text'),
      sound: l10n.t('Sound'),
      state: l10n.t('State'),
      play: l10n.t('Play'),
    },
    states: {
      cached: l10n.t('Ready'),
      stale: l10n.t('Not made'),
      rendering: l10n.t('Being made'),
      failed: l10n.t('Failed'),
    },
    seconds: l10n.t('{0} s'),
    aboutSeconds: l10n.t('about {0} s'),
    plays: l10n.t('{0} says: {1}'),
    silent: l10n.t('Stopped'),
    rendering: l10n.t('{0} of {1} made'),
    rendered: l10n.t('Sounds are made'),
    summary: l10n.t('{0} of {1} lines have a sound'),
  };
}
