import * as vscode from 'vscode';
import { modelsList, type ModelSummary } from '../../../protocol/models.ts';
import type { SettingId } from '../../../protocol/settings.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { languageName } from '../editor/languageName.ts';
import { writeSetting } from '../settings/writeSetting.ts';

export interface LanguageParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** What holds from now on, in a sentence. */
  readonly tell: (sentence: string) => void;
}

const setting: SettingId = 'aloud.dictation.language';

/** Asks which language is spoken, and keeps it in the settings: it holds from the next dictation on. */
export async function chooseLanguage(parts: LanguageParts): Promise<void> {
  const { service, log, tell } = parts;
  const scope = vscode.window.activeTextEditor?.document.uri;
  try {
    const { signal } = new AbortController();
    const { models } = await (await service.connect(signal)).request(modelsList, {}, signal);
    const current = vscode.workspace.getConfiguration(undefined, scope ?? null).get(setting, '');
    const placeHolder = vscode.l10n.t('The language that is spoken');
    const options = { placeHolder, matchOnDescription: true };
    const chosen = await vscode.window.showQuickPick(languageItems(models, current), options);
    if (chosen === undefined) return;
    await writeSetting(setting, chosen.value, scope);
    tell(vscode.l10n.t('From the next dictation on: {0}', chosen.label));
  } catch (error) {
    helpWithError(error, { service, log, retry: () => chooseLanguage(parts) });
  }
}

interface LanguageItem extends vscode.QuickPickItem {
  /** Of the setting. */
  readonly value: string;
}

function languageItems(models: readonly ModelSummary[], current: string): readonly LanguageItem[] {
  const items = [
    {
      value: '',
      label: vscode.l10n.t('The language of the editor'),
      description: languageName(vscode.env.language),
    },
    { value: 'auto', label: vscode.l10n.t('What the engine finds out'), description: '' },
    ...heardLanguages(models).map(({ language, label, titles }) => ({
      value: language,
      label,
      description: [language, titles.join(', ') || vscode.l10n.t('not downloaded')].join(' · '),
    })),
  ];
  const isListed = items.some(({ value }) => value === current);
  // Of "en-US", English.
  const inUse = isListed ? current : current.toLowerCase().split('-')[0];
  return items.map((item) =>
    item.value === inUse
      ? { ...item, description: [item.description, vscode.l10n.t('in use')].filter(Boolean).join(' · ') }
      : item,
  );
}

interface HeardLanguage {
  /** BCP-47. */
  readonly language: string;
  /** In the language of the editor. */
  readonly label: string;
  /** Of the models on the disk that hear it. */
  readonly titles: readonly string[];
}

/** All that could be heard, what can be now first; each by its name. */
function heardLanguages(models: readonly ModelSummary[]): readonly HeardLanguage[] {
  const hearing = models.filter(({ capabilities }) => capabilities.includes('recognition'));
  const languages = [...new Set(hearing.flatMap((model) => model.languages))].map((language) => ({
    language,
    label: languageName(language),
    titles: hearing
      .filter((model) => model.state === 'installed' && model.languages.includes(language))
      .map(({ title }) => title),
  }));
  const isMissing = ({ titles }: HeardLanguage): number => (titles.length === 0 ? 1 : 0);
  return languages.toSorted(
    (left, right) =>
      isMissing(left) - isMissing(right) || left.label.localeCompare(right.label, vscode.env.language),
  );
}
