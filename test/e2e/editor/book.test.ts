import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/book');

describe.skipIf(missing !== null)(`a book in the editor (${missing ?? 'VS Code'})`, () => {
  test('is made of the script as it is edited, in the formats and the folder that are chosen', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    rmSync(outFolder, { recursive: true, force: true });
    mkdirSync(outFolder, { recursive: true });
    writeFileSync(path.join(workspace, 'harbor.aloud'), '# The harbor\n\nNobody had slept.\n');
    const acts = {
      'take the formats': async (page: Page) => {
        await page.locator('.quick-input-widget').getByText('for shops and players').waitFor();
        await page.keyboard.press('Enter');
      },
      'take the folder': async (page: Page) => {
        await page.locator('.quick-input-widget').getByText('Where the folder of the book goes').waitFor();
        await page.screenshot({ path: path.join(outFolder, 'folder.png') });
        await page.keyboard.press('Enter');
      },
      'see what was made': async (page: Page) => {
        const notification = page.locator('.notification-list-item').filter({ hasText: 'The book is made' });
        await notification.waitFor({ timeout: 60_000 });
        await page.screenshot({ path: path.join(outFolder, 'made.png') });
        const text = await notification.locator('.notification-list-item-message').innerText();
        await page.keyboard.press('Escape');
        await notification.waitFor({ state: 'detached' });
        return text;
      },
    };
    const suite = path.join(import.meta.dirname, 'bookSuite.ts');
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    expect(result.exitCode, result.output).toBe(0);
    const { told, isDirty } = JSON.parse(readFileSync(path.join(outFolder, 'told.json'), 'utf8')) as {
      readonly told: readonly string[];
      readonly isDirty: boolean;
    };
    expect(told[0]).toMatch(/^The book is made: 2 chapters, 0\.\d minutes\.$/u);
    expect(told[1]).toMatch(/^The book is made: 2 chapters, 2 of them as they were, 0\.\d minutes\.$/u);
    expect(isDirty).toBe(false);
    expect(readdirSync(path.join(workspace, 'harbor')).toSorted()).toEqual([
      '01 The harbor.mp3',
      '02 The sea.mp3',
      'book.json',
    ]);
  });
});
