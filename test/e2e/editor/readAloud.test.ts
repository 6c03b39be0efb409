import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { writeRecording } from '../../support/writeRecording.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode, type EditorRun } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/readAloud');

const story = `# The harbor

The **harbor** was quiet when the [first boats](https://example.org/boats) came in.

- Two men stood on the pier.

| City   | Weather       |
| ------ | ------------- |
| London | rain and wind |

\`\`\`js
const boats = 2;
\`\`\`

By noon the *market* had opened.
`;
const prose = [
  'The harbor.',
  'The harbor was quiet when the first boats came in.',
  'Two men stood on the pier.',
  'City: London, Weather: rain and wind.',
  'Code block, one line of JavaScript, skipped.',
  'By noon the market had opened.',
].join(' ');

const shown =
  'The harbor The harbor was quiet when the first boats came in Two men stood on the pier L London rain and wind By noon the market had opened';

interface Word {
  readonly text: string;
}

const acts: EditorRun['acts'] = {
  'press the key': async (page) => {
    await page.locator('.notebook-editor .cell-list-container').waitFor();
    await page.keyboard.press('Control+Alt+r');
  },
  'picture of the notebook': (page) => page.screenshot({ path: path.join(outFolder, 'notebook.png') }),
  'press the button of the preview': (page) =>
    page.getByRole('button', { name: 'Read Document Aloud' }).first().click(),
};

describe.skipIf(missing !== null)(`reading aloud in the editor (${missing ?? 'VS Code'})`, () => {
  test(
    'a document is heard as prose and each word is shown; notebooks and the preview too',
    { retry: 1 },
    async () => {
      await using session = await openEditorSession();
      const { workspace, env } = session;
      writeFileSync(path.join(workspace, 'story.md'), story);
      const suite = path.join(import.meta.dirname, 'readAloudSuite.ts');
      const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
      expect(result.exitCode, result.output).toBe(0);
      const told = JSON.parse(readFileSync(path.join(outFolder, 'words.json'), 'utf8')) as {
        readonly words: readonly Word[];
        readonly notebookWords: readonly Word[];
        readonly previewWords: readonly Word[];
      };
      const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');
      // What is only announced is marked where it stands: code as a whole, the name of a column where its cell begins.
      const written = told.words.filter(({ text }) => !text.startsWith('```js\n'));
      expect(textOf(written)).toBe(shown);
      expect(told.words.length).toBeGreaterThan(written.length);
      expect(textOf(told.notebookWords)).toBe('Some notes Counts boats');
      expect(textOf(told.previewWords)).toMatch(/^Written/);
      const wav = path.join(outFolder, 'speaker.wav');
      await writeRecording(path.join(outFolder, 'speaker.raw'), wav);
      const heard = await runAloud(['transcribe', wav, '--engine', 'moonshine', '--json'], { env });
      const { text } = recordsOf(heard)[0] as { readonly text: string };
      expect(compareTranscripts(prose, text).wordErrorRate, text).toBeLessThanOrEqual(0.08);
    },
  );
});
