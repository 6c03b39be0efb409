import * as vscode from 'vscode';
import { type SettingId, type Settings, settingDefinitions } from '../../../protocol/settings.ts';
import { placeFromHome } from './placeFromHome.ts';

/**
 * Reads the settings in force now; nothing is cached, so a change holds from the next request on.
 *
 * @param scope  a document: of several folders of a workspace each may have its own voice, language and the like
 */
export function readSettings(scope?: vscode.Uri): Settings {
  // VS Code warns of a document where a setting has none, and of none where it may have one; null is the workspace.
  const ofWindow = vscode.workspace.getConfiguration();
  const ofDocument = vscode.workspace.getConfiguration(undefined, scope ?? null);
  const read = <Id extends SettingId>(id: Id): Widened<(typeof settingDefinitions)[Id]['default']> => {
    type Value = Widened<(typeof settingDefinitions)[Id]['default']>;
    const { scope: kind, default: otherwise } = settingDefinitions[id];
    return (kind === 'resource' ? ofDocument : ofWindow).get<Value>(id, otherwise as unknown as Value);
  };
  return {
    nodePath: programFromHome(read('aloud.runtime.nodePath')),
    modelsFolder: placeFromHome(read('aloud.models.folder')),
    dictationEngine: read('aloud.dictation.engine'),
    dictationLanguage: spokenLanguage(read('aloud.dictation.language')),
    microphone: read('aloud.dictation.microphone'),
    dictationSounds: read('aloud.dictation.sounds'),
    hasSpokenCommands: read('aloud.dictation.spokenCommands'),
    hasSpokenPunctuation: read('aloud.dictation.spokenPunctuation'),
    vocabulary: read('aloud.dictation.vocabulary'),
    replacements: read('aloud.dictation.replacements'),
    leavesOutFillers: read('aloud.dictation.leaveOutFillers'),
    hasIdentifiers: read('aloud.dictation.identifiers'),
    historyCount: between(0, 1000, Math.round(read('aloud.history.utterances'))),
    historyDays: between(0, 365, read('aloud.history.days')),
    keepsSound: read('aloud.history.sound'),
    voice: read('aloud.readAloud.voice'),
    readingSpeed: between(0.5, 3, read('aloud.readAloud.speed')),
    followsReading: read('aloud.readAloud.follow'),
    takeCount: between(
      1,
      settingDefinitions['aloud.scripts.takes'].maximum,
      Math.round(read('aloud.scripts.takes')),
    ),
  };
}

/** A name alone, such as `node`, is looked for on the PATH. */
function programFromHome(written: string): string {
  const program = written.trim();
  return /[\\/]/u.test(program) ? placeFromHome(program) : program;
}

function between(least: number, most: number, value: number): number {
  return Math.min(most, Math.max(least, value));
}

/** @returns empty where the engine is to find out */
function spokenLanguage(setting: string): string {
  if (setting === 'auto') return '';
  return setting === '' ? vscode.env.language : setting;
}

type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value extends readonly unknown[]
        ? readonly string[]
        : unknown;
