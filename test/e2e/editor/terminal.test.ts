import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createEarcon } from '../../../server/src/audio/earcon.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { findSound } from '../../support/correlation.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer, recordingRateHz } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/terminal');
const sentence = 'By noon the market had opened.';

describe.skipIf(missing !== null)(`dictation outside of documents (${missing ?? 'VS Code'})`, () => {
  test('the key of dictation types into a terminal and runs nothing; what is said to a box that takes none is in the clipboard, and a commit message is written, with signals where a screen reader runs', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    execFileSync('git', ['init', '--quiet', workspace]);
    rmSync(outFolder, { recursive: true, force: true });
    mkdirSync(outFolder, { recursive: true });
    const clip = path.join(outFolder, 'clip.wav');
    expect((await runAloud(['speak', sentence, '--out', clip], { env })).exitCode).toBe(0);
    const suite = path.join(import.meta.dirname, 'terminalSuite.ts');
    const acts = {
      'press the key': (page: Page) => page.keyboard.press('Control+Alt+a'),
      'press Escape': (page: Page) => page.keyboard.press('Escape'),
      'see what was written': (page: Page) =>
        page
          .locator('.notification-list-item')
          .filter({ hasText: /Dictation has ended\. Written: By noon/u })
          .waitFor({ timeout: 10_000 }),
      'see the message': (page: Page) => page.locator('.scm-editor .monaco-editor.focused').waitFor(),
      'see the search': (page: Page) =>
        page.locator('.extensions-viewlet .suggest-input-container .monaco-editor.focused').waitFor(),
      'see the box': (page: Page) => page.locator('.quick-input-widget input:focus').waitFor(),
    };
    const recording = await session.devices.recordSpeaker();
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    expect(result.exitCode, result.output).toBe(0);
    const rising = createEarcon([660, 880], recordingRateHz);
    const sound = await recording.stop();
    const signalled = findSound(sound, rising, [0, sound.length]);
    expect(signalled.correlation, 'a signal with the screen reader').toBeGreaterThan(0.9);
    const before = findSound(sound, rising, [0, signalled.at - recordingRateHz]);
    expect(before.correlation, 'none before').toBeLessThan(0.5);
    for (const file of ['line.txt', 'clipboard.txt', 'search.txt', 'message.txt']) {
      const text = readFileSync(path.join(outFolder, file), 'utf8');
      expect(compareTranscripts(sentence, text).wordErrorRate, `${file}: ${text}`).toBeLessThanOrEqual(0.2);
    }
  });
});
