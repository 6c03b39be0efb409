import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/terminal');
const sentence = 'By noon the market had opened.';

describe.skipIf(missing !== null)(`dictation in a terminal (${missing ?? 'VS Code'})`, () => {
  test('the key of dictation types into it what is said, and does not run it', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    rmSync(outFolder, { recursive: true, force: true });
    mkdirSync(outFolder, { recursive: true });
    const clip = path.join(outFolder, 'clip.wav');
    expect((await runAloud(['speak', sentence, '--out', clip], { env })).exitCode).toBe(0);
    const suite = path.join(import.meta.dirname, 'terminalSuite.ts');
    const acts = { 'press the key': (page: Page) => page.keyboard.press('Control+Alt+d') };
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    expect(result.exitCode, result.output).toBe(0);
    const line = readFileSync(path.join(outFolder, 'line.txt'), 'utf8');
    expect(compareTranscripts(sentence, line).wordErrorRate, line).toBeLessThanOrEqual(0.2);
  });
});
