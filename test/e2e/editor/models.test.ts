import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { auditionText } from '../../../client/src/models/auditionText.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';
import { writeRecording } from '../../support/writeRecording.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/models');

interface Seen {
  readonly shown: string;
  readonly readingVoice: string;
  readonly doctor: string;
  readonly report: string;
  /** Of the daemon, before and after it was started anew. */
  readonly pids: readonly number[];
}

describe.skipIf(missing !== null)(`models and voices in the editor (${missing ?? 'VS Code'})`, () => {
  test('are shown; a voice is heard and chosen; the doctor is asked; a problem is reported; the service starts anew', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    const suite = path.join(import.meta.dirname, 'modelsSuite.ts');
    const acts = {
      look: async (page: Page) => {
        await page.getByText('Kokoro 82M').waitFor();
        await page.screenshot({ path: path.join(outFolder, 'models.png') });
        return page.innerText('body');
      },
    };
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    expect(result.exitCode, result.output).toBe(0);
    const seen = JSON.parse(readFileSync(path.join(outFolder, 'models.json'), 'utf8')) as Seen;
    for (const text of [
      'Moonshine Tiny',
      '28 MB',
      'Kokoro 82M',
      'SenseVoice Small',
      'Voices',
      'MB downloaded',
    ]) {
      expect(seen.shown).toContain(text);
    }
    expect(seen.readingVoice).toBe('bf_emma');
    expect(seen.doctor).toMatch(/^✓ model kokoro-82m: .+$/mu);
    expect(seen.report).toMatch(/## Versions\n\n- Aloud: \d/u);
    expect(seen.report).toContain('"engine": "kokoro"');
    expect(seen.report).not.toContain(auditionText('en-GB'));
    const [before, after] = seen.pids;
    expect(seen.report).toContain(`"pid": ${before}`);
    expect(after).not.toBe(before);

    const wav = path.join(outFolder, 'speaker.wav');
    await writeRecording(path.join(outFolder, 'speaker.raw'), wav);
    const { text } = recordsOf(
      await runAloud(['transcribe', wav, '--engine', 'moonshine', '--json'], { env }),
    )[0] as {
      readonly text: string;
    };
    expect(compareTranscripts(auditionText('en-GB'), text).wordErrorRate, text).toBeLessThanOrEqual(0.08);
  });
});
