import { getConfiguration } from './fakeSettings.ts';

export { ConfigurationTarget } from './fakeSettings.ts';
export * from './fakeViewItems.ts';

/** VS Code's module as unit tests have it, as far as they need it: a window whose user answers as a test says. */
export interface FakeUser {
  /** What was asked, with the answers that were offered. */
  readonly asked: { readonly question: string; readonly offered: readonly string[] }[];
  /** To the next questions; none: they are closed. */
  readonly answers: string[];
}

export const user: FakeUser = { asked: [], answers: [] };

function ask(question: string, ...offered: readonly unknown[]): Promise<string | undefined> {
  user.asked.push({ question, offered: offered.filter((item) => typeof item === 'string') });
  return Promise.resolve(user.answers.shift());
}

/** What stands in the status bar, the latest last. */
export const statusItems: StatusItem[] = [];

export interface StatusItem {
  text: string;
  isShown: boolean;
  accessibilityInformation?: { readonly label: string };
}

function createStatusBarItem(): object {
  const item = {
    text: '',
    isShown: false,
    show: () => void (item.isShown = true),
    hide: () => void (item.isShown = false),
    dispose: () => void (item.isShown = false),
  };
  statusItems.push(item);
  return item;
}

/** A list to pick from, as it is shown; what a user does with it is told to its listeners. */
export interface FakePick {
  items: readonly { readonly label: string }[];
  isShown: boolean;
  /** Presses the button of an item. */
  pressButton(label: string): void;
}

export const picks: FakePick[] = [];

function createQuickPick(): object {
  const listeners = { button: [] as ((event: object) => void)[], hide: [] as (() => void)[] };
  const pick = {
    items: [] as { readonly label: string }[],
    isShown: false,
    onDidTriggerItemButton: (listener: (event: object) => void) => listeners.button.push(listener),
    onDidAccept: () => undefined,
    onDidHide: (listener: () => void) => listeners.hide.push(listener),
    show: () => void (pick.isShown = true),
    hide() {
      pick.isShown = false;
      for (const listener of listeners.hide) listener();
    },
    dispose: () => undefined,
    pressButton(label: string) {
      const item = pick.items.find((one) => one.label === label);
      for (const listener of listeners.button) listener({ item });
    },
  };
  picks.push(pick);
  return pick;
}

/** What is told while something takes long, the latest last. */
export interface FakeProgress {
  readonly title: string;
  /** What was told meanwhile, the latest last. */
  readonly reports: { readonly message?: string; readonly increment?: number }[];
  isShown: boolean;
  cancel(): void;
}

export const progresses: FakeProgress[] = [];

async function withProgress<Value>(
  { title }: { readonly title: string },
  work: (progress: object, token: object) => Promise<Value>,
): Promise<Value> {
  const listeners: (() => void)[] = [];
  const progress = {
    title,
    reports: [] as FakeProgress['reports'],
    isShown: true,
    report: (told: FakeProgress['reports'][number]) => progress.reports.push(told),
    cancel() {
      for (const listener of listeners) listener();
    },
  };
  progresses.push(progress);
  try {
    return await work(progress, {
      onCancellationRequested(listener: () => void) {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
    });
  } finally {
    progress.isShown = false;
  }
}

export const ProgressLocation = { Notification: 15 };

export const QuickPickItemKind = { Separator: -1, Default: 0 };

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

/** How text is marked. */
export const decorationTypes: Readonly<Record<string, unknown>>[] = [];

function createTextEditorDecorationType(options: Readonly<Record<string, unknown>>): object {
  decorationTypes.push(options);
  return { dispose: () => undefined };
}

export const OverviewRulerLane = { Center: 2 };

/** Nothing happens here. */
const onNothing = (): object => ({ dispose: () => undefined });

export const Disposable = { from: onNothing };

/** @returns the item whose label the user answers with */
async function showQuickPick(
  items: readonly { readonly label: string; readonly description?: string }[],
  { placeHolder = '' }: { readonly placeHolder?: string } = {},
): Promise<unknown> {
  const answer = await ask(
    placeHolder,
    ...items.map(({ label, description = '' }) => `${label}: ${description}`),
  );
  return items.find(({ label }) => label === answer);
}

/** A panel of an extension, as its window has it. */
export interface FakePanel {
  title: string;
  active: boolean;
  dispose(): void;
}

export const panels: FakePanel[] = [];

function createWebviewPanel(): FakePanel {
  const listeners: (() => void)[] = [];
  const webview = {
    asWebviewUri: (uri: object) => uri,
    postMessage: () => Promise.resolve(true),
    onDidReceiveMessage: onNothing,
  };
  const panel = {
    title: '',
    active: false,
    webview,
    reveal: () => undefined,
    onDidDispose: (listener: () => void) => listeners.push(listener),
    dispose() {
      for (const listener of listeners) listener();
    },
  };
  panels.push(panel);
  return panel;
}

/** A text as a document of a window, as far as an extension asks. */
export interface FakeDocument {
  readonly uri: FakeUri;
  readonly languageId: string;
  getText(): string;
}

export interface FakeUri {
  readonly path: string;
  toString(): string;
}

export const Uri = {
  joinPath: (base: FakeUri, ...parts: readonly string[]): FakeUri => uriOf([base.path, ...parts].join('/')),
};

export function uriOf(path: string): FakeUri {
  return { path, toString: () => `file://${path}` };
}

export const documents: FakeDocument[] = [];

/** Opens a document, and shows it. */
export function showDocument(path: string, languageId: string): FakeDocument {
  const document = { uri: uriOf(path), languageId, version: 1, getText: () => path };
  documents.push(document);
  window.activeTextEditor = { document };
  return document;
}

function openTextDocument({ path }: FakeUri): Promise<FakeDocument> {
  const document = documents.find(({ uri }) => uri.path === path);
  return document === undefined ? Promise.reject(new Error(`No ${path}.`)) : Promise.resolve(document);
}

/** What stood in the status bar for a while, the latest last. */
export const briefMessages: string[] = [];

export const ViewColumn = { Beside: -2 };

const configurationListeners = new Set<(event: object) => void>();

/** Tells that a setting has changed. */
export function changeSetting(id: string): void {
  const event = { affectsConfiguration: (section: string) => id === section || id.startsWith(`${section}.`) };
  for (const listener of configurationListeners) listener(event);
}

export const window = {
  state: { focused: true },
  activeTextEditor: undefined as { readonly document: FakeDocument } | undefined,
  visibleTextEditors: [],
  createWebviewPanel,
  setStatusBarMessage: (message: string) => void briefMessages.push(message),
  showQuickPick,
  createTextEditorDecorationType,
  onDidChangeNotebookEditorVisibleRanges: onNothing,
  onDidChangeTextEditorSelection: onNothing,
  onDidChangeTextEditorVisibleRanges: onNothing,
  showErrorMessage: ask,
  showInformationMessage: ask,
  showWarningMessage: ask,
  createQuickPick,
  createStatusBarItem,
  withProgress,
};

export const workspace = {
  isTrusted: true,
  workspaceFolders: undefined as readonly { readonly uri: FakeUri }[] | undefined,
  textDocuments: documents,
  openTextDocument,
  onDidChangeTextDocument: onNothing,
  onDidChangeConfiguration(listener: (event: object) => void) {
    configurationListeners.add(listener);
    return { dispose: () => configurationListeners.delete(listener) };
  },
  getWorkspaceFolder: (): object | undefined => undefined,
  getConfiguration,
};

/** By their ids, those that are active: what they export. */
export const activeExtensions = new Map<string, unknown>();

export const extensions = {
  getExtension: (id: string) =>
    activeExtensions.has(id) ? { isActive: true, exports: activeExtensions.get(id) } : undefined,
};

/** What was put there, the latest last. */
export const clipboardTexts: string[] = [];

export const env = {
  language: 'en',
  clipboard: { writeText: (text: string) => Promise.resolve(void clipboardTexts.push(text)) },
};

export const StatusBarAlignment = { Left: 1, Right: 2 };

/** What conditions of keys and menus can ask for. */
export const contexts = new Map<string, unknown>();

/** What was run, the latest last. */
export const executedCommands: string[] = [];

export const commands = {
  executeCommand(id: string, key?: string, value?: unknown): Promise<void> {
    executedCommands.push(id);
    if (id === 'setContext' && key !== undefined) contexts.set(key, value);
    return Promise.resolve();
  },
};

export const l10n = {
  t: (message: string, ...values: readonly unknown[]): string =>
    message.replaceAll(/\{(\d+)\}/gu, (_, index) => String(values[Number(index)])),
};
