import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isScript } from '../cast/scriptOf.ts';
import { fromPanelSchema, panelStateSchema } from './messages.ts';
import { panelTexts } from './panelTexts.ts';
import { previewHtml } from './previewHtml.ts';
import { createPreviewSession, type PreviewParts, type PreviewSession } from './previewSession.ts';
import type { CheckCounts, RenderCounts } from './previewWork.ts';

/** The previews that are open, one for each document. */
export interface Previews {
  /** Of the active editor, beside it. */
  open(): Promise<void>;
  /** Fills a panel that VS Code kept over a reload. @param state  what the panel had kept */
  restore(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** Makes what has no sound, in the preview that has the focus or is of the active editor, else in the only one. @returns null where there is nothing to preview */
  render(): Promise<RenderCounts | null>;
  /** Listens to what has a sound, as `render`. */
  check(): Promise<CheckCounts | null>;
  dispose(): void;
}

export const previewType = 'aloud.preview';

interface OpenPreview {
  readonly panel: vscode.WebviewPanel;
  /** Once the document is read. */
  readonly session: Promise<PreviewSession>;
}

export function createPreviews(parts: PreviewParts, extensionUri: vscode.Uri): Previews {
  const distUri = vscode.Uri.joinPath(extensionUri, 'dist');
  const opened = new Map<string, OpenPreview>();

  const startSession = async (panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<PreviewSession> => {
    const document = await vscode.workspace.openTextDocument(uri);
    const { webview } = panel;
    panel.title = vscode.l10n.t('Preview {0}', nameOf(uri));
    webview.options = { enableScripts: true, localResourceRoots: [distUri] };
    const session = createPreviewSession(parts, document, (message) => void webview.postMessage(message));
    webview.onDidReceiveMessage((message: unknown) => {
      const parsed = fromPanelSchema.safeParse(message);
      if (parsed.success) session.take(parsed.data);
      else parts.log.warn('The preview has sent what is no message of it.');
    });
    webview.html = previewHtml({
      language: vscode.env.language,
      title: panel.title,
      texts: panelTexts(),
      uri: uri.toString(),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'preview.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'preview.style.css')).toString(),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
    return session;
  };

  const fill = (panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<PreviewSession> => {
    const key = uri.toString();
    const session = startSession(panel, uri);
    // It counts as open at once: who asks meanwhile gets no second panel.
    opened.set(key, { panel, session });
    const forget = (): void => {
      if (opened.get(key)?.panel === panel) opened.delete(key);
    };
    panel.onDidDispose(() => {
      forget();
      session.then(
        (made) => {
          made.dispose();
        },
        () => undefined,
      );
    });
    session.catch(forget);
    return session;
  };

  const tellNoScript = (): null => {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a script to see its preview.'));
    return null;
  };

  /** Null where there is nothing to preview; the user has been told. */
  const open = async (): Promise<PreviewSession | null> => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) return tellNoScript();
    const known = opened.get(document.uri.toString());
    if (known !== undefined) {
      known.panel.reveal(undefined, true);
      return known.session;
    }
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(previewType, '', beside);
    return fill(panel, document.uri);
  };

  /** The one that has the focus or is of the active editor, opened where that is of a script; else the only one. */
  const current = async (): Promise<PreviewSession | null> => {
    const active = vscode.window.activeTextEditor?.document;
    const panels = [...opened.values()];
    const known = panels.find(({ panel }) => panel.active) ?? opened.get(active?.uri.toString() ?? '');
    if (known !== undefined) return known.session;
    if (active !== undefined && isScript(active)) return open();
    const [only, another] = panels;
    return only === undefined || another !== undefined ? tellNoScript() : only.session;
  };

  return {
    async open() {
      if ((await open()) === null) return;
      // The focus stays in the script, so that it can be written on.
      const { tell } = parts.screenReader;
      tell(vscode.l10n.t('The preview is open beside the script; the next group of editors has it.'));
    },
    async restore(panel, state) {
      const kept = panelStateSchema.safeParse(state);
      if (kept.success) await fill(panel, vscode.Uri.parse(kept.data.uri, true));
      else panel.dispose();
    },
    render: async () => (await (await current())?.work.render()) ?? null,
    check: async () => (await (await current())?.work.check()) ?? null,
    dispose() {
      for (const { panel } of [...opened.values()]) panel.dispose();
    },
  };
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
