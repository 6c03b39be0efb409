import * as vscode from 'vscode';
import type { DictationEvent } from '../../../protocol/dictation.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { installForDictation } from '../models/installForDictation.ts';
import { screenReaderArgument, type ScreenReader } from '../editor/screenReader.ts';
import { readSettings } from '../settings/readSettings.ts';
import { createClipboardTarget } from './clipboardTarget.ts';
import { onlyCommitMessage } from './commitMessage.ts';
import { createDictationNote, type DictationNote } from './dictationNote.ts';
import { createDictationStatus } from './dictationStatus.ts';
import { createDictationTarget, type DictationTarget } from './dictationTarget.ts';
import { createHoldToTalk } from './holdToTalk.ts';
import { createMessageTarget } from './messageTarget.ts';
import { createReplacementFaults, onReplacementsChange } from './readReplacements.ts';
import { runDictation, type RunningDictation } from './runDictation.ts';
import { writePunctuation } from './spokenPunctuation.ts';
import { toSteps, toTentative, type HeardText } from './spokenSteps.ts';
import { createTerminalTarget } from './terminalTarget.ts';

/** Writes into the editor what is said. */
export interface Dictation {
  /** Starts, or finishes what was said and stops. */
  toggle(): Promise<void>;
  /**
   * Of a key that may be held: a tap toggles, and held it dictates until it is released.
   *
   * @param given  what the key says: where it was pressed, an editor where it says nothing, and whether a screen reader
   *   runs
   */
  hold(given: unknown): Promise<void>;
  stop(): void;
  /** What is said from now on knows the vocabulary as it is now. */
  readVocabularyAgain(): Promise<void>;
  dispose(): void;
}

/** Where the key was pressed. */
export type DictationPlace = (typeof dictationPlaces)[number];

const dictationPlaces = ['editor', 'terminal', 'inputBox', 'commitMessage'] as const;

export interface DictationParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** Told what is heard, as it is heard. */
  readonly heard: vscode.EventEmitter<DictationEvent>;
  readonly screenReader: ScreenReader;
  /** A dictation begins: nothing may talk into its microphone. */
  readonly onStart: () => void;
}

export function createDictation({ service, log, heard, screenReader, onStart }: DictationParts): Dictation {
  const status = createDictationStatus();
  const holding = createHoldToTalk();
  const replacementFaults = createReplacementFaults();
  let running: RunningDictation | null = null;
  let ended = Promise.resolve();
  /** Whether another one begins when the one that was stopped has written what was said. */
  let isNextWanted = false;
  const isOn = (): boolean => isNextWanted || (running !== null && !running.isStopped());

  const stop = (): void => {
    isNextWanted = false;
    running?.stop();
    if (running !== null) status.show('ending');
  };

  const start = async (place: DictationPlace): Promise<void> => {
    if (isOn()) return;
    if (running !== null) {
      isNextWanted = true;
      await ended;
      if (!isOn()) return;
      isNextWanted = false;
    }
    ended = run(place);
    await ended;
  };

  const run = async (place: DictationPlace): Promise<void> => {
    onStart();
    const target = createTarget(place, stop);
    const note = createDictationNote();
    const output = { target, note };
    let tentative: HeardText = { text: '' };
    const { dictationSounds } = readSettings();
    const dictation = runDictation(service, {
      scope: vscode.window.activeTextEditor?.document.uri,
      hasEarcons: dictationSounds === '' ? screenReader.isKnownToRun() : dictationSounds === 'always',
      onLevel: status.level,
      onEvent: async (event, script) => {
        heard.fire(event);
        tentative = event.kind === 'partial' ? tentativeText(event) : { text: '' };
        await show(event, script, output);
      },
    });
    running = dictation;
    const changes = onReplacementsChange(() => void dictation.readVocabularyAgain());
    status.show('starting');
    void vscode.commands.executeCommand('setContext', 'aloud.isDictating', true);
    try {
      await dictation.done;
      screenReader.tell(note.sentence());
    } catch (error) {
      // What was seen is kept; nobody is there any more to say it better.
      if (tentative.text !== '') await write(tentative, null, output);
      if (!note.isEmpty()) screenReader.tell(note.sentence());
      helpWithError(error, {
        service,
        log,
        retry: () => start(place),
        install: (model) => installForDictation(service, model),
        can: ['chooseMicrophone'],
      });
    } finally {
      running = null;
      changes.dispose();
      target.dispose();
      status.show(null);
      void vscode.commands.executeCommand('setContext', 'aloud.isDictating', false);
      // Not before: nothing may talk into the microphone.
      replacementFaults.tell(dictation.replacementFault());
    }
  };

  return {
    async toggle() {
      if (isOn()) stop();
      else await start('editor');
    },
    async hold(given) {
      const said = typeof given === 'string' ? given.split(' ') : [];
      if (said.includes(screenReaderArgument)) screenReader.note();
      const decision = holding.press(performance.now(), isOn());
      if (decision === 'stop') stop();
      if (decision !== 'start') return;
      const timer = setInterval(() => {
        if (holding.tick(performance.now()) === 'stop') stop();
      }, 50);
      try {
        await start(dictationPlaces.find((place) => said.includes(place)) ?? 'editor');
      } finally {
        clearInterval(timer);
      }
    },
    stop,
    async readVocabularyAgain() {
      await running?.readVocabularyAgain();
    },
    dispose() {
      running?.cancel();
      status.dispose();
    },
  };
}

function createTarget(place: DictationPlace, stop: () => void): DictationTarget {
  if (place === 'inputBox') return createClipboardTarget();
  if (place === 'commitMessage') {
    const message = onlyCommitMessage();
    return message === null ? createClipboardTarget() : createMessageTarget(message);
  }
  const terminal = place === 'terminal' ? vscode.window.activeTerminal : undefined;
  return terminal === undefined ? createDictationTarget(stop) : createTerminalTarget(terminal);
}

/** Where what was said goes, and what is known of it. */
interface Output {
  readonly target: DictationTarget;
  readonly note: DictationNote;
}

async function show(event: DictationEvent, script: string | null, output: Output): Promise<void> {
  const { target } = output;
  if (event.kind === 'partial')
    target.showTentative(toTentative(tentativeText(event), readSettings().hasSpokenPunctuation));
  else if (event.kind === 'final') await write(event.segment, script, output);
  else target.clearTentative();
}

function tentativeText({ committedText, tentativeText: mayChange, replaced = [] }: PartialEvent): HeardText {
  return { text: `${committedText}${mayChange}`, replaced };
}

type PartialEvent = Extract<DictationEvent, { kind: 'partial' }>;

function withMarks(text: string): string {
  return readSettings().hasSpokenPunctuation ? writePunctuation(text).text : text;
}

async function write(heard: HeardText, script: string | null, { target, note }: Output): Promise<void> {
  const steps = toSteps(heard, readSettings());
  if (steps.length === 0) return;
  if (steps.some(({ kind }) => kind === 'scratch')) {
    if (await target.scratch()) note.tookBack();
    else
      tell(
        vscode.l10n.t('Nothing is taken back: there is no utterance left, or the text was changed since.'),
      );
    return;
  }
  const isCommand = steps.some(({ kind }) => kind !== 'text');
  const refusal = await target.write(steps, isCommand ? null : script && withMarks(script));
  note.wrote(steps, refusal === null ? 'written' : 'clipboard');
  if (refusal !== null) tell(refusal);
}

function tell(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 5000);
}
