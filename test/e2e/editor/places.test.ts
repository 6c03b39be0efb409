import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';
import type { SeenPlaces } from './placesSuite.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/places');

const clips = {
  short: 'By noon the market had opened.',
  second: 'Two men stood on the pier.',
  long: 'The whole town seemed to be walking slowly along the water and nobody knew why the boats were not yet there although everybody had heard the horn in the morning',
};

describe.skipIf(missing !== null)(`dictation into editors of many kinds (${missing ?? 'VS Code'})`, () => {
  test('it goes where the cursor is', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    mkdirSync(outFolder, { recursive: true });
    for (const [name, text] of Object.entries(clips))
      expect(
        (await runAloud(['speak', text, '--out', path.join(outFolder, `${name}.wav`)], { env })).exitCode,
      ).toBe(0);
    const suite = path.join(import.meta.dirname, 'placesSuite.ts');
    const result = await runInVsCode({
      suite,
      folder: workspace,
      outFolder,
      env,
      acts: { 'picture of the long': (page) => page.screenshot({ path: path.join(outFolder, 'long.png') }) },
    });
    expect(result.exitCode, result.output).toBe(0);
    const seen = JSON.parse(readFileSync(path.join(outFolder, 'places.json'), 'utf8')) as SeenPlaces;
    expect(seen).toMatchObject({
      split: 'Left.\n\nRight. By noon the market had opened.',
      cursors: 'One. By noon the market had opened.\nTwo. By noon the market had opened.',
      undone: 'One.\nTwo.',
      cell: 'x = 1  # Boats. By noon the market had opened.',
      clipboard: '',
      left: expect.stringMatching(/^Before\. By noon .* Two men .*\.$/u) as string,
      isEndedByKey: true,
      isBegunAgain: true,
      readMeanwhile: 0,
    });
    expect(seen.readBefore).toBeGreaterThan(2);
  });
});
