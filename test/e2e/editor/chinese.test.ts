import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/chinese');

describe.skipIf(missing !== null)(`the editor in Chinese (${missing ?? 'VS Code'})`, () => {
  test('first steps and models are Chinese', async () => {
    await using session = await openEditorSession();
    const look = (text: string, name: string) => async (page: Page) => {
      await page.getByText(text).first().waitFor({ timeout: 30_000 });
      await page.screenshot({ path: path.join(outFolder, `${name}.png`) });
      return page.innerText('body');
    };
    const result = await runInVsCode({
      suite: path.join(import.meta.dirname, 'chineseSuite.ts'),
      folder: session.workspace,
      outFolder,
      env: session.env,
      language: 'zh-cn',
      acts: { 'look at steps': look('说一句话', 'steps'), 'look at models': look('Kokoro 82M', 'models') },
    });
    expect(result.exitCode, result.output).toBe(0);
    const { steps, models } = JSON.parse(readFileSync(path.join(outFolder, 'chinese.json'), 'utf8')) as {
      readonly steps: string;
      readonly models: string;
    };
    for (const text of ['Aloud 入门', '你说，它写。', '下载小型模型并开始听写', '听一听']) {
      expect(steps).toContain(text);
    }
    for (const text of ['模型与声音', '语音转文字', '文字转语音', '已下载', '美国英语']) {
      expect(models).toContain(text);
    }
  });
});
