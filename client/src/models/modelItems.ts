import * as vscode from 'vscode';
import type { ModelState, ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { languageName } from '../editor/languageName.ts';
import { toMegabytes } from '../editor/toMegabytes.ts';
import { voiceName, type ModelNode, type ModelPurpose } from './modelNodes.ts';
import { voiceKind } from './voiceKind.ts';

/** What the rows depend on besides what they show. */
export interface ItemContext {
  /** Models that are being downloaded or checked. */
  readonly busyModels: ReadonlySet<string>;
  /** That reads aloud. */
  readonly readingVoice: string;
}

/** How a row is shown. `contextValue` says which actions it has: see the menus of the manifest. */
export function toTreeItem(node: ModelNode, context: ItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'purpose':
      return group(purposeText(node.purpose), vscode.TreeItemCollapsibleState.Expanded);
    case 'voices':
      return group(vscode.l10n.t('Voices'), vscode.TreeItemCollapsibleState.Expanded);
    case 'language': {
      const name = languageName(node.language);
      const item = group(name, vscode.TreeItemCollapsibleState.Collapsed);
      item.description = String(node.voices.length);
      item.accessibilityInformation = { label: `${name}, ${voiceCount(node.voices.length)}` };
      return item;
    }
    case 'model':
      return modelItem(node.model, context.busyModels.has(node.model.id));
    case 'voice':
      return voiceItem(node.voice, node.voice.id === context.readingVoice);
  }
}

function group(label: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.contextValue = 'aloud.group';
  return item;
}

function modelItem(model: ModelSummary, isBusy: boolean): vscode.TreeItem {
  const { id, title, state, bytes, license, languages } = model;
  const item = new vscode.TreeItem(title);
  item.id = `model:${id}`;
  const size = vscode.l10n.t('{0} MB', toMegabytes(bytes));
  const stateWords = isBusy ? vscode.l10n.t('at work …') : stateText(state);
  const details = [size, languageSummary(languages), license, stateWords].filter(Boolean);
  item.description = details.join(' · ');
  item.tooltip = new vscode.MarkdownString(
    [
      `**${title}** (\`${id}\`)`,
      vscode.l10n.t('License: {0}', license),
      vscode.l10n.t('Download: {0}', size),
      ...(languages.length === 0
        ? []
        : [vscode.l10n.t('Languages: {0}', languages.map(languageName).join(', '))]),
      vscode.l10n.t('State: {0}', stateWords),
    ].join('\n\n'),
  );
  item.iconPath = new vscode.ThemeIcon(isBusy ? 'loading~spin' : stateIcon(state));
  item.contextValue = isBusy ? 'aloud.model.busy' : `aloud.model.${state}`;
  item.accessibilityInformation = { label: [title, stateWords, ...details.slice(0, -1)].join(', ') };
  return item;
}

function voiceItem(voice: Voice, isReading: boolean): vscode.TreeItem {
  const name = voiceName(voice);
  const item = new vscode.TreeItem(name);
  item.id = `voice:${voice.id}`;
  const details = voice.gender === null ? [voiceKind(voice)] : [voice.id, voiceKind(voice)];
  if (voice.state === 'notInstalled') details.push(vscode.l10n.t('not downloaded'));
  if (isReading) details.push(vscode.l10n.t('reads aloud'));
  item.description = details.join(' · ');
  item.iconPath = new vscode.ThemeIcon(isReading ? 'check' : 'account');
  const kind = voice.gender === null ? 'aloud.voice.own' : 'aloud.voice';
  item.contextValue = isReading ? `${kind}.reading` : kind;
  item.accessibilityInformation = { label: [name, ...details].join(', ') };
  return item;
}

function purposeText(purpose: ModelPurpose): string {
  switch (purpose) {
    case 'recognition':
      return vscode.l10n.t('Speech to text');
    case 'synthesis':
      return vscode.l10n.t('Text to speech');
    case 'support':
      return vscode.l10n.t('Used by the others');
  }
}

function stateText(state: ModelState): string {
  switch (state) {
    case 'installed':
      return vscode.l10n.t('downloaded');
    case 'notInstalled':
      return vscode.l10n.t('not downloaded');
    case 'partial':
      return vscode.l10n.t('partly downloaded');
    case 'corrupt':
      return vscode.l10n.t('damaged');
  }
}

function stateIcon(state: ModelState): string {
  const icons = {
    installed: 'check',
    notInstalled: 'cloud-download',
    partial: 'debug-pause',
    corrupt: 'warning',
  } as const;
  return icons[state];
}

function voiceCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 voice') : vscode.l10n.t('{0} voices', count);
}

/** Of many languages, how many. */
function languageSummary(languages: readonly string[]): string {
  return languages.length > 3
    ? vscode.l10n.t('{0} languages', languages.length)
    : languages.map(languageName).join(', ');
}
