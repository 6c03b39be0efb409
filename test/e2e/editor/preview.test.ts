import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { modelsFolder } from '../../../server/src/models/cacheFolder.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/preview');

const script = `---
title: The harbor
cast:
  MARA: bf_emma
  TOM: am_michael
---

# The harbor

MARA: (happy) Come in, the kettle is on.

TOM: I saw the light from the pier, and I thought that nobody would be awake at this hour.

The wind went around the house.
`;

interface ShownRow {
  readonly text: string;
  readonly state: string;
}

/** The frame of the preview, with rows in it. */
async function previewFrame(page: Page): Promise<Frame> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    for (const frame of page.frames()) {
      const isIt = await frame
        .locator('#rows .row')
        .count()
        .then(
          (count) => count > 0,
          () => false,
        );
      if (isIt) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error('There is no preview.');
}

async function readRows(page: Page): Promise<readonly ShownRow[]> {
  const frame = await previewFrame(page);
  const states = await frame.locator('.row .stateName').allTextContents();
  const texts = await frame.locator('.row .text').allTextContents();
  return texts.map((text, index) => ({ text, state: states[index] ?? '' }));
}

/** @returns what is wrong for those who do not see, or use the keys */
async function findViolations(page: Page): Promise<unknown> {
  const frame = await previewFrame(page);
  // By the debugger, which the page's policy does not keep out.
  return frame.evaluate(`${axe.source}; axe.run(document).then(({ violations, passes }) =>
    passes.length < 15 ? 'too little was looked at' : violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html, failureSummary }) => [html, failureSummary]) })))`);
}

/** What is said to those who do not see, until it says that it has stopped. */
async function hearUntilStopped(frame: Frame): Promise<readonly string[]> {
  const said: string[] = [];
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const text = (await frame.locator('#live').textContent()) ?? '';
    if (text !== said.at(-1)) said.push(text);
    if (said.length > 1 && text === 'Stopped') return said;
    await frame.waitForTimeout(50);
  }
  throw new Error(`It plays on: ${said.join(' | ')}`);
}

const acts = {
  readRows,
  async seeEdit(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row', { hasText: 'Come closer' }).waitFor();
  },
  ...Object.fromEntries(
    ['dark', 'light', 'high-contrast', 'cast'].map((name) => [
      `picture ${name}`,
      async (page: Page) => {
        await page.waitForTimeout(1500);
        await page.screenshot({ path: path.join(outFolder, `${name}.png`) });
        return findViolations(page);
      },
    ]),
  ),
  async pictureWide(page: Page) {
    await page.setViewportSize({ width: 2200, height: 800 });
    const frame = await previewFrame(page);
    const idOf = async (index: number): Promise<number> =>
      Number(await frame.locator('.row').nth(index).getAttribute('data-id'));
    const row = { speaker: 'MARA', voice: 'bf_emma', durationMs: 2000, peaks: null, problem: null };
    const text = 'What a row looks like that cannot be said.';
    const told = [
      {
        kind: 'row',
        row: { ...row, id: await idOf(0), text, state: 'failed', problem: 'The engine has failed.' },
      },
      {
        kind: 'row',
        row: { ...row, id: await idOf(1), text: 'What a row looks like now.', state: 'rendering' },
      },
      { kind: 'rendering', doneCount: 1, totalCount: 4 },
    ];
    await frame.evaluate(`for (const told of ${JSON.stringify(told)}) window.postMessage(told);`);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: path.join(outFolder, 'wide.png') });
    return findViolations(page);
  },
  async playByKey(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await frame.locator('.row.playing').waitFor();
    await page.waitForTimeout(700);
    await page.screenshot({ path: path.join(outFolder, 'playing.png') });
    return hearUntilStopped(frame);
  },
  async playByClick(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row .text').last().scrollIntoViewIfNeeded();
    const box = await frame.evaluate<{ readonly x: number; readonly y: number }>(`(() => {
      const text = [...document.querySelectorAll('.row .text')].at(-1).firstChild;
      const letters = document.createRange();
      letters.setStart(text, text.data.indexOf('around') + 1);
      letters.setEnd(text, text.data.indexOf('around') + 3);
      const { x, y, height } = letters.getBoundingClientRect();
      return { x, y: y + height / 2 };
    })()`);
    const frameBox = await (await frame.frameElement()).boundingBox();
    await page.mouse.click((frameBox?.x ?? 0) + box.x, (frameBox?.y ?? 0) + box.y);
    await frame.locator('.row.playing').waitFor();
    return hearUntilStopped(frame);
  },
  async pickVoice(page: Page) {
    await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(outFolder, 'voices.png') });
    await page.keyboard.type('bf_isabella');
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
  },
};

describe.skipIf(missing !== null)(`the preview of a script (${missing ?? 'VS Code'})`, () => {
  test('shows its lines, makes only what has changed, plays by key and by click, changes who speaks', async () => {
    await requireInstalledModel('kokoro-82m');
    await using session = await openEditorSession();
    const { workspace } = session;
    // Sounds of an earlier run would be heard again.
    const cache = mkdtempSync('/tmp/aloud-cache-');
    symlinkSync(modelsFolder(), path.join(cache, 'models'));
    writeFileSync(path.join(workspace, 'story.aloud'), script);
    const suite = path.join(import.meta.dirname, 'previewSuite.ts');
    const env = { ...session.env, ALOUD_CACHE: cache };
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    rmSync(cache, { recursive: true, force: true });
    expect(result.exitCode, result.output).toBe(0);
    const seen: unknown = JSON.parse(readFileSync(path.join(outFolder, 'preview.json'), 'utf8'));
    const rows = (mara: string, states: readonly string[]): readonly ShownRow[] =>
      [
        'The harbor',
        mara,
        'I saw the light from the pier, and I thought that nobody would be awake at this hour.',
        'The wind went around the house.',
      ].map((text, index) => ({ text, state: states[index] ?? '' }));
    const [ready, missingSound] = ['Ready', 'Not made'];
    const counts = { synthesizedCount: 0, keptCount: 0, failedCount: 0 };
    expect(seen).toEqual({
      rows: rows('Come in, the kettle is on.', [missingSound, missingSound, missingSound, missingSound]),
      first: { ...counts, synthesizedCount: 4 },
      again: { ...counts, keptCount: 4 },
      staleRows: rows('Come closer, the kettle is on.', [ready, missingSound, ready, ready]),
      pictures: { dark: [], light: [], 'high-contrast': [] },
      edited: { ...counts, synthesizedCount: 1, keptCount: 3 },
      renderedRows: rows('Come closer, the kettle is on.', [ready, ready, ready, ready]),
      playedByKey: ['MARA says: Come closer, the kettle is on.', 'Stopped'],
      wordsByKey: ['Come', 'closer', 'the', 'kettle', 'is', 'on'],
      playedByClick: ['Narrator says: The wind went around the house.', 'Stopped'],
      wordsByClick: ['around', 'the', 'house'],
      assigned: script.replace('Come in', 'Come closer').replace('bf_emma', 'bf_isabella'),
      undone: script.replace('Come in', 'Come closer'),
      wide: [],
    });
  });
});
