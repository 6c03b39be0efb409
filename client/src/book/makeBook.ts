import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { runSpeechCommand } from '../daemon/runSpeechCommand.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { readSettings } from '../settings/readSettings.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { readBookProgress } from './readBookProgress.ts';

export interface BookContext {
  readonly extensionPath: string;
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

/** Makes a finished book of the script that is edited: asks for formats and a folder, and shows what was made. */
export async function makeBook(context: BookContext): Promise<void> {
  const script = vscode.window.activeTextEditor?.document;
  const isScript = script !== undefined && ['aloud', 'markdown'].includes(script.languageId);
  if (!isScript || script.uri.scheme !== 'file') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A book is made of a script (.aloud) or a Markdown file: open one that is saved.'),
    );
    return;
  }
  if (script.isDirty && !(await script.save())) return;
  const formats = await chooseFormats();
  if (formats === undefined || formats.length === 0) return;
  const folder = await chooseFolder(script.uri.fsPath);
  if (folder === null) return;
  await renderBook({ script, formats, folder }, context);
}

interface WishedBook {
  readonly script: vscode.TextDocument;
  readonly formats: readonly string[];
  readonly folder: string;
}

/** As much of what `aloud render --json` prints as is shown. */
interface RenderRecord {
  readonly chapters: readonly { readonly kept: boolean }[];
  readonly durationMs: number;
}

async function renderBook({ script, formats, folder }: WishedBook, context: BookContext): Promise<void> {
  const { extensionPath, service, log } = context;
  const settings = readSettings(script.uri);
  const args = [
    'render',
    script.uri.fsPath,
    ...['--out', folder, '--format', formats.join(','), '--voice', settings.voice, '--json'],
    ...(settings.takeCount > 1 ? ['--takes', String(settings.takeCount)] : []),
  ];
  const title = vscode.l10n.t('Aloud: making the book');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    const made: RenderRecord[] = [];
    await vscode.window.withProgress(options, (progress, token) =>
      withTokenSignal(token, async (signal) => {
        let doneShare = 0;
        const onNote = (line: string): void => {
          const step = readBookProgress(line);
          if (step === null) {
            log.info(line);
            return;
          }
          progress.report({ message: step.label, increment: 100 * Math.max(0, step.share - doneShare) });
          doneShare = Math.max(doneShare, step.share);
        };
        const output = await runSpeechCommand({ extensionPath, settings, onNote }, args, signal);
        made.push(JSON.parse(output) as RenderRecord);
      }),
    );
    const [record] = made;
    // It may stand there for long.
    if (record !== undefined) void tell(record, folder);
  } catch (error) {
    helpWithError(error, {
      service,
      log,
      retry: () => renderBook({ script, formats, folder }, context),
    });
  }
}

async function tell({ chapters, durationMs }: RenderRecord, folder: string): Promise<void> {
  const show = vscode.l10n.t('Show in folder');
  const minutes = (durationMs / 60_000).toFixed(1);
  const keptCount = chapters.filter(({ kept }) => kept).length;
  const sentence =
    keptCount === 0
      ? vscode.l10n.t('The book is made: {0} chapters, {1} minutes.', chapters.length, minutes)
      : vscode.l10n.t(
          'The book is made: {0} chapters, {1} of them as they were, {2} minutes.',
          chapters.length,
          keptCount,
          minutes,
        );
  const chosen = await vscode.window.showInformationMessage(sentence, show);
  if (chosen === show) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
}

async function chooseFormats(): Promise<readonly string[] | undefined> {
  const items = [
    { label: 'MP3', description: vscode.l10n.t('for shops and players'), picked: true },
    {
      label: 'EPUB',
      description: vscode.l10n.t('the whole book to read along, each word marked as it is heard'),
    },
    { label: 'FLAC', description: vscode.l10n.t('without loss') },
    { label: 'WAV', description: vscode.l10n.t('without loss, for every editor of sound') },
    { label: 'SRT', description: vscode.l10n.t('subtitles') },
    { label: 'VTT', description: vscode.l10n.t('subtitles for pages of the web') },
  ];
  const title = vscode.l10n.t('What is written of the book');
  const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, title });
  return chosen?.map(({ label }) => label.toLowerCase());
}

/** A folder that holds a book is the book's; in any other the book gets one of its own. Null: nothing was chosen. */
async function chooseFolder(script: string): Promise<string | null> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.Uri.file(path.dirname(script)),
      openLabel: vscode.l10n.t('Make the book here'),
      title: vscode.l10n.t('Where the folder of the book goes'),
    })) ?? [];
  if (chosen === undefined) return null;
  const holdsBook = existsSync(path.join(chosen.fsPath, 'book.json'));
  return holdsBook ? chosen.fsPath : path.join(chosen.fsPath, path.parse(script).name);
}
