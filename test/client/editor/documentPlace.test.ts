import { afterEach, expect, test, vi } from 'vitest';
import { documentPlace } from '../../../client/src/editor/documentPlace.ts';
import { workspace } from '../../support/fakeVscode.ts';

afterEach(() => {
  workspace.isTrusted = true;
  vi.restoreAllMocks();
});

const file = '/book/one.aloud';

test.each([
  { name: 'in a folder of this machine', expected: { place: { file, root: '/book' } } },
  { name: 'in a workspace that is not trusted', isTrusted: false, expected: {} },
  { name: 'in no folder', folder: null, expected: {} },
  { name: 'of another machine', scheme: 'vscode-vfs', expected: {} },
  { name: 'in a folder of another machine', folder: 'vscode-vfs', expected: {} },
])('a document $name', ({ expected, isTrusted = true, scheme = 'file', folder = 'file' }) => {
  workspace.isTrusted = isTrusted;
  vi.spyOn(workspace, 'getWorkspaceFolder').mockReturnValue(
    folder === null ? undefined : { uri: { scheme: folder, fsPath: '/book' } },
  );
  expect(documentPlace({ uri: { scheme, fsPath: file } } as never)).toEqual(expected);
});
