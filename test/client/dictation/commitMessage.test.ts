import { afterEach, expect, test } from 'vitest';
import { onlyCommitMessage, type GitExtension } from '../../../client/src/dictation/commitMessage.ts';
import { activeExtensions } from '../../support/fakeVscode.ts';

afterEach(() => {
  activeExtensions.clear();
});

function openRepositories(messages: readonly string[], enabled = true): void {
  const repositories = messages.map((value) => ({ inputBox: { value } }));
  const git: GitExtension = { enabled, getAPI: () => ({ repositories }) };
  activeExtensions.set('vscode.git', git);
}

test.each<[messages: readonly string[], expected: { readonly value: string } | null]>([
  [[], null],
  [['Fix'], { value: 'Fix' }],
  [['Fix', 'Add'], null],
])('of repositories with the messages %j the one to write is %j', (messages, expected) => {
  openRepositories(messages);
  expect(onlyCommitMessage()).toEqual(expected);
});

test('there is none without Git, or where it is switched off', () => {
  expect(onlyCommitMessage()).toBeNull();
  openRepositories(['Fix'], false);
  expect(onlyCommitMessage()).toBeNull();
});
