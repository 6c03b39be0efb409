import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ShownRow, ToPanel } from '../../../client/src/preview/messages.ts';
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

MARA: I heard <say ipa="bəˈnænə bəˈnænə bəˈnænə">the old stairs</say> too.
`;

interface SeenRow {
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

/** What a row looks like that says nothing of the script: in each state there is, with names and lines that are long. */
const stateRows = [
  { state: 'failed', problem: 'The engine has failed.', text: 'What a row looks like that cannot be said.' },
  { state: 'rendering', text: 'What a row looks like now.' },
  {
    state: 'cached',
    peaks: [9, 40, 200, 90, 30],
    doubt: 'A wind wind around mouse.',
    takes: [{ kept: 2, count: 5 }],
    text: 'A row to listen to.',
  },
  {
    state: 'stale',
    speaker: 'THE SECOND LIGHTHOUSE KEEPER OF THE NORTHERN HARBOR',
    voice: 'af_heart:2+am_michael:1+bf_isabella',
    text: 'A long line. '.repeat(12),
  },
  { state: 'stale', speaker: 'מרים', text: 'שלום, הרוח הגיעה קודם.' },
].map((row, index) => ({
  id: 9001 + index,
  speaker: 'MARA',
  voice: 'bf_emma',
  problem: null,
  durationMs: 2000,
  peaks: null,
  doubt: null,
  takes: [],
  ...row,
}));

/** Tells the panel what the extension would. */
async function tell(frame: Frame, ...messages: readonly ToPanel[]): Promise<void> {
  await frame.evaluate(
    `for (const data of ${JSON.stringify(messages)}) dispatchEvent(new MessageEvent('message', { data }))`,
  );
}

/** Shows every state a row can have for as long as it is looked at. @returns what is wrong with it */
async function lookAtStates(page: Page, picture: string): Promise<unknown> {
  const frame = await previewFrame(page);
  // Behind the first lines, where they are in the picture.
  await tell(frame, { kind: 'rows', start: 2, removedCount: 0, rows: stateRows as readonly ShownRow[] });
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(outFolder, `${picture}.png`) });
  const violations = await findViolations(page);
  await tell(frame, { kind: 'rows', start: 2, removedCount: stateRows.length, rows: [] });
  return violations;
}

async function readRows(page: Page): Promise<readonly SeenRow[]> {
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

/** Waits until the panel marks a word as heard. */
async function waitForMark(frame: Frame, word: string): Promise<void> {
  // By the debugger, as above: the policy of the page forbids what waits in it.
  await frame.evaluate(`new Promise((resolve) => {
    const look = () => {
      if ([...CSS.highlights.get('heard')].map(String).includes('${word}')) resolve();
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

/** @returns what the panel marks as heard, until nothing is heard any more */
function markedWords(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(`new Promise((resolve) => {
    const marked = [];
    const look = () => {
      const [word] = [...CSS.highlights.get('heard')].map(String);
      if (word !== undefined && word !== marked.at(-1)) marked.push(word);
      if (document.querySelector('.row.playing') === null) resolve(marked);
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

async function middleOf(element: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not seen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const acts = {
  readRows,
  async seeEdit(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row', { hasText: 'Come closer' }).waitFor();
  },
  ...Object.fromEntries(
    ['dark', 'light', 'high-contrast'].map((theme) => [
      `picture ${theme}`,
      async (page: Page) => {
        const frame = await previewFrame(page);
        await frame.locator(`body.vscode-${theme}`).waitFor();
        return lookAtStates(page, theme);
      },
    ]),
  ),
  async pictureWide(page: Page) {
    await page.setViewportSize({ width: 2200, height: 800 });
    return lookAtStates(page, 'wide');
  },
  async playByKey(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await frame.locator('.row.playing').waitFor();
    const marked = markedWords(frame);
    await page.waitForTimeout(700);
    await page.screenshot({ path: path.join(outFolder, 'playing.png') });
    const said = await hearUntilStopped(frame);
    return { said, marked: await marked };
  },
  /** The first line again and again, then the next one, which is stopped in its middle. */
  async loopAndNext(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row').first().focus();
    await page.keyboard.press('l');
    await page.keyboard.press('Enter');
    await waitForMark(frame, 'harbor');
    const live = frame.locator('#live');
    const first = await live.textContent();
    await waitForMark(frame, 'The');
    await page.keyboard.press('n');
    await waitForMark(frame, 'closer');
    const next = await live.textContent();
    await page.keyboard.press('Escape');
    const said = await hearUntilStopped(frame);
    await page.keyboard.press('l');
    const isOn = await frame.locator('#loop').getAttribute('aria-pressed');
    return { first, next, last: said.at(-1), isOn };
  },
  async playByClick(page: Page) {
    const frame = await previewFrame(page);
    await frame.locator('.row .text', { hasText: 'around' }).scrollIntoViewIfNeeded();
    const box = await frame.evaluate<{ readonly x: number; readonly y: number }>(`(() => {
      const text = [...document.querySelectorAll('.row .text')]
        .find(({ textContent }) => textContent.includes('around')).firstChild;
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
  /** A voice of the one view onto a character of the other. */
  async dragVoice(page: Page) {
    const treeRow = (name: string) => page.locator('.pane-body .monaco-list-row', { hasText: name }).first();
    await treeRow('TOM').waitFor();
    // Typing finds a row, also one that is not in the page yet.
    await treeRow('Speech to text').click();
    await page.keyboard.type('American');
    await page.keyboard.press('ArrowRight');
    await treeRow('American').and(page.locator('[aria-expanded=true]')).waitFor();
    await page.keyboard.press('ArrowDown');
    await treeRow('af_alloy').waitFor({ timeout: 10_000 });
    const [from, to] = [await middleOf(treeRow('af_alloy')), await middleOf(treeRow('TOM'))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    // A drag begins with a little way, and is over something when it has moved there.
    await page.mouse.move(from.x + 8, from.y + 4, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.waitForTimeout(300);
    await page.mouse.up();
    await page.screenshot({ path: path.join(outFolder, 'cast.png') });
  },
  /** When who asks for it has his answer. */
  reload(page: Page) {
    setTimeout(() => void page.reload(), 300);
    return Promise.resolve();
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
    for (const model of ['kokoro-82m', 'moonshine-tiny', 'silero-vad']) await requireInstalledModel(model);
    await using session = await openEditorSession();
    const { workspace } = session;
    // Sounds of an earlier run would be heard again.
    const cache = mkdtempSync('/tmp/aloud-cache-');
    symlinkSync(modelsFolder(), path.join(cache, 'models'));
    writeFileSync(path.join(workspace, 'story.aloud'), script);
    const suite = path.join(import.meta.dirname, 'previewSuite.ts');
    const env = { ...session.env, ALOUD_CACHE: cache };
    rmSync(path.join(outFolder, 'reloaded'), { force: true });
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    rmSync(cache, { recursive: true, force: true });
    expect(result.exitCode, result.output).toBe(0);
    const seen: unknown = JSON.parse(readFileSync(path.join(outFolder, 'preview.json'), 'utf8'));
    const rows = (mara: string, states: readonly string[]): readonly SeenRow[] =>
      [
        'The harbor',
        mara,
        'I saw the light from the pier, and I thought that nobody would be awake at this hour.',
        'The wind went around the house.',
        'I heard the old stairs too.',
      ].map((text, index) => ({ text, state: states[index] ?? '' }));
    const [ready, missingSound] = ['Ready', 'Not made'];
    const counts = { synthesizedCount: 0, keptCount: 0, failedCount: 0 };
    const restored: unknown = JSON.parse(readFileSync(path.join(outFolder, 'restored.json'), 'utf8'));
    expect(restored).toEqual(
      rows('Come closer, the kettle is on.', [ready, ready, missingSound, ready, 'Sounds different']),
    );
    const { keys, ...others } = seen as { readonly keys: PlayedByKey };
    // A word may be over before the page is drawn again, but those that are marked are heard, in order.
    expect(keys.marked.length).toBeGreaterThan(2);
    expect(keys.words.filter((word) => keys.marked.includes(word))).toEqual(keys.marked);
    expect(keys.words).toEqual(['Come', 'closer', 'the', 'kettle', 'is', 'on']);
    expect(keys.said).toEqual(['MARA says: Come closer, the kettle is on.', 'Stopped']);
    const unchecked = { checkedCount: 0, knownCount: 0, soundlessCount: 0, unheardCount: 0 };
    expect(others).toEqual({
      rows: rows('Come in, the kettle is on.', [
        missingSound,
        missingSound,
        missingSound,
        missingSound,
        missingSound,
      ]),
      first: { ...counts, synthesizedCount: 5 },
      again: { ...counts, keptCount: 5 },
      staleRows: rows('Come closer, the kettle is on.', [ready, missingSound, ready, ready, ready]),
      pictures: { dark: [], light: [], 'high-contrast': [] },
      edited: { ...counts, synthesizedCount: 1, keptCount: 4 },
      renderedRows: rows('Come closer, the kettle is on.', [ready, ready, ready, ready, ready]),
      checked: { ...unchecked, checkedCount: 5, doubtfulCount: 1 },
      checkedRows: rows('Come closer, the kettle is on.', [ready, ready, ready, ready, 'Sounds different']),
      looped: {
        first: 'Narrator says: The harbor',
        next: 'MARA says: Come closer, the kettle is on.',
        last: 'Stopped',
        isOn: 'false',
      },
      wordsOfLoop: expect.arrayContaining(['The', 'harbor', 'Come', 'closer']) as unknown,
      playedByClick: [
        'Narrator says: The wind went around the house.',
        'MARA says: I heard the old stairs too.',
        'Stopped',
      ],
      wordsByClick: ['around', 'the', 'house', 'I', 'heard', 'the old stairs', 'too'],
      assigned: script.replace('Come in', 'Come closer').replace('bf_emma', 'bf_isabella'),
      undone: script.replace('Come in', 'Come closer'),
      dropped: script.replace('Come in', 'Come closer').replace('am_michael', 'af_alloy'),
      wide: [],
    });
  });
});

interface PlayedByKey {
  readonly said: readonly string[];
  readonly marked: readonly string[];
  readonly words: readonly string[];
}
