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

export const window = { showErrorMessage: ask, showWarningMessage: ask, createStatusBarItem };

export const StatusBarAlignment = { Left: 1, Right: 2 };

export const commands = { executeCommand: () => Promise.resolve() };

export const l10n = {
  t: (message: string, ...values: readonly unknown[]): string =>
    message.replaceAll(/\{(\d+)\}/gu, (_, index) => String(values[Number(index)])),
};
