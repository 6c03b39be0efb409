import { beforeEach, expect, test } from 'vitest';
import type { Terminal } from 'vscode';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';
import { createTerminalTarget } from '../../../client/src/dictation/terminalTarget.ts';
import { clipboardTexts } from '../../support/fakeVscode.ts';

beforeEach(() => {
  clipboardTexts.length = 0;
});

function openTerminal() {
  const typed: string[] = [];
  const terminal: { exitStatus?: object; sendText(text: string, run: boolean): void } = {
    sendText: (text, run) => void typed.push(run ? `${text} and Enter` : text),
  };
  return { terminal, typed, target: createTerminalTarget(terminal as unknown as Terminal) };
}

test('what was typed is taken back by as many backspaces, the last one first', async () => {
  const { target, typed } = openTerminal();
  for (const said of ['ls', 'new line', '中文']) await target.write(readCommands(said), null);
  expect(await target.scratch()).toBe(true);
  expect(typed).toEqual(['ls ', ' ', '中文 ', '\u007F'.repeat(3)]);
});

test('once the terminal has ended, taken back is what went to the clipboard, and no key is sent', async () => {
  const { target, terminal, typed } = openTerminal();
  await target.write(readCommands('ls'), null);
  terminal.exitStatus = {};
  expect(await target.write(readCommands('Mend it.'), null)).toContain('clipboard');
  expect(await target.scratch()).toBe(true);
  expect(await target.scratch()).toBe(false);
  expect(clipboardTexts).toEqual(['Mend it.', '']);
  expect(typed).toEqual(['ls ']);
});
