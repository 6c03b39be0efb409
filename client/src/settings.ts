import * as vscode from 'vscode';
import { type SettingId, type Settings, settingDefinitions } from '../../protocol/settings.ts';

/** Reads the settings in force now; nothing is cached, so a change holds from the next request on. */
export function readSettings(): Settings {
  return { nodePath: read('aloud.runtime.nodePath'), modelsFolder: read('aloud.models.folder') };
}

function read(id: SettingId): string {
  return vscode.workspace.getConfiguration().get<string>(id, settingDefinitions[id].default);
}
