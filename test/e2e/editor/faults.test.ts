import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/faults');
const said = 'The lighthouse stood alone above the bay.';

describe.skipIf(missing !== null)(`faults in the editor (${missing ?? 'VS Code'})`, () => {
  test('a daemon that dies is started again, and what is said to a document that is gone is in the clipboard', async () => {
    await using session = await openEditorSession();
    mkdirSync(outFolder, { recursive: true });
    const clip = path.join(outFolder, 'said.wav');
    expect((await runAloud(['speak', said, '--out', clip], { env: session.env })).exitCode).toBe(0);
    const result = await runInVsCode({
      suite: path.join(import.meta.dirname, 'faultSuite.ts'),
      folder: session.workspace,
      outFolder,
      env: { ...session.env, ALOUD_TEST_CLIP: clip },
    });
    expect(result.exitCode, result.output).toBe(0);
    const seen = JSON.parse(readFileSync(path.join(outFolder, 'faults.json'), 'utf8')) as {
      readonly readsAgain: boolean;
      readonly written: string;
      readonly clipboard: string;
    };
    expect(seen.readsAgain).toBe(true);
    expect(compareTranscripts(said, seen.written).editCount, seen.written).toBe(0);
    expect(compareTranscripts(said, seen.clipboard).editCount, seen.clipboard).toBe(0);
  });
});
