import * as vscode from 'vscode';
import type { PanelTexts } from './messages.ts';

/** In the language of the editor. */
export function panelTexts(): PanelTexts {
  const { l10n } = vscode;
  return {
    loop: l10n.t('Repeat'),
    loopIsOn: l10n.t('What is played is repeated'),
    loopIsOff: l10n.t('Nothing is repeated'),
    next: l10n.t('Next'),
    playAll: l10n.t('Play all'),
    playRow: l10n.t('Play: {0}'),
    renderAgain: l10n.t('Make again'),
    render: l10n.t('Make all sounds'),
    check: l10n.t('Check the takes'),
    cancel: l10n.t('Cancel'),
    stop: l10n.t('Stop'),
    rows: l10n.t('Lines of the script'),
    toolbar: l10n.t('Play and make sounds'),
    keys: l10n.t(
      'Arrow keys choose a line and a word, Enter plays the line or from the word, Shift+Enter plays on to the end, Escape stops, L repeats, N plays the next line, R makes its sound, O shows it in the script.',
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
    wholeLine: l10n.t('The whole line'),
    silent: l10n.t('Stopped'),
    doubtful: l10n.t('Sounds different'),
    heard: l10n.t('Heard: {0}'),
    nothingHeard: l10n.t('No words were heard.'),
    doubtfulCount: l10n.t('{0} sound different'),
    take: l10n.t('Take {0} of {1}'),
    advice: l10n.t(
      'What was heard in these lines is not what they say. Listen to them: the recognition engine may have misheard. A voice says a line the same way every time, so reword it, or add a word to the lexicon, and check again.',
    ),
    working: { render: l10n.t('{0} of {1} made'), check: l10n.t('{0} of {1} listened to') },
    summary: l10n.t('{0} of {1} lines have a sound'),
  };
}
