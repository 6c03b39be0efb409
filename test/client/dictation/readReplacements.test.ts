import { beforeEach, expect, test } from 'vitest';
import { createReplacementFaults, readReplacements } from '../../../client/src/dictation/readReplacements.ts';
import { settings } from '../../support/fakeSettings.ts';
import { documents, uriOf, user, workspace } from '../../support/fakeVscode.ts';

const setting = 'aloud.dictation.replacements';

beforeEach(() => {
  settings.clear();
  documents.length = 0;
  user.asked.length = 0;
  workspace.isTrusted = true;
  workspace.workspaceFolders = [{ uri: uriOf('/book') }];
});

function openFile(text: string): void {
  documents.push({
    uri: uriOf('/book/.aloud/replacements.txt'),
    languageId: 'plaintext',
    getText: () => text,
  });
}

test('the setting counts before the file of the workspace, which counts too', async () => {
  settings.set(setting, { 'my mail': 'own' });
  openFile('My mail -> other\nget hub -> GitHub\n');
  expect(await readReplacements()).toEqual({
    replacements: [
      { heard: 'my mail', written: 'own' },
      { heard: 'get hub', written: 'GitHub' },
    ],
    fault: null,
  });
});

test('a workspace that is not trusted has no file', async () => {
  workspace.isTrusted = false;
  openFile('yes -> rm\n');
  expect(await readReplacements()).toEqual({ replacements: [], fault: null });
});

test.each([
  [{ 'get hub': 3 }, /^What is to be written for "get hub" in aloud\.dictation\.replacements is no text: /u],
  [{ '': 'x' }, /^"" in .* cannot be heard: /u],
  [{ 'get hub': 'a', 'Get Hub': 'b' }, /^"get hub" and "Get Hub" in .* are heard alike, /u],
  [{ ['x'.repeat(201)]: 'a' }, /is too long: at most 200 characters are heard and 1000 written\.$/u],
  [['get hub'], /^aloud\.dictation\.replacements is no list of replacements: /u],
  [Object.fromEntries(Array.from({ length: 400 }, (_unused, at) => [`a${at}`, 'x'.repeat(1000)])), /more/u],
])('one sentence tells what cannot be used, and the rest can: %#', async (value, fault) => {
  settings.set(setting, value);
  openFile('team room -> Room 4\n');
  const read = await readReplacements();
  expect(read.fault).toMatch(fault);
  if (Object.keys(value).length < 5)
    expect(read.replacements).toContainEqual({ heard: 'team room', written: 'Room 4' });
});

test('a line of a file is named, and a fault is told once', async () => {
  openFile('team room -> Room 4\nno arrow\n');
  const { fault } = await readReplacements();
  const faults = createReplacementFaults();
  faults.tell(null);
  faults.tell(fault);
  faults.tell(fault);
  expect(user.asked.map(({ question }) => question)).toEqual([
    'Line 2 of .aloud/replacements.txt has no arrow: write it as "what is heard -> what is written".',
  ]);
});
