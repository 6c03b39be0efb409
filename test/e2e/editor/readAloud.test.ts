import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { writeRecording } from '../../support/writeRecording.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/readAloud');

const story = `# The harbor

The **harbor** was quiet when the [first boats](https://example.org/boats) came in.

- Two men stood on the pier.
- Nobody spoke much.

By noon the *market* had opened.
`;
const prose =
  'The harbor. The harbor was quiet when the first boats came in. Two men stood on the pier. Nobody spoke much. By noon the market had opened.';

describe.skipIf(missing !== null)(`reading aloud in the editor (${missing ?? 'VS Code'})`, () => {
  test('a document is heard as prose, and each word is shown', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    writeFileSync(path.join(workspace, 'story.md'), story);
    const suite = path.join(import.meta.dirname, 'readAloudSuite.ts');
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env });
    expect(result.exitCode, result.output).toBe(0);
    const { words } = JSON.parse(readFileSync(path.join(outFolder, 'words.json'), 'utf8')) as {
      readonly words: readonly { readonly text: string }[];
    };
    expect(words.map(({ text }) => text).join(' ')).toBe(prose.replaceAll('.', ''));
    const wav = path.join(outFolder, 'speaker.wav');
    await writeRecording(path.join(outFolder, 'speaker.raw'), wav);
    const heard = await runAloud(['transcribe', wav, '--engine', 'moonshine', '--json'], { env });
    const { text } = recordsOf(heard)[0] as { readonly text: string };
    expect(compareTranscripts(prose, text).wordErrorRate, text).toBeLessThanOrEqual(0.08);
  });
});
