import path from 'node:path';
import axe from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';
import type { ShownRow, ToPanel } from '../../../../client/src/preview/messages.ts';

export interface SeenRow {
  readonly text: string;
  readonly state: string;
}

/** What is done in the panel, for suites to ask for. @param outFolder  for the pictures */
export function previewActs(outFolder: string) {
  const lookAtStates = async (page: Page, picture: string): Promise<unknown> => {
    const frame = await previewFrame(page);
    await showStates(frame);
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(outFolder, `${picture}.png`) });
    const violations = await findViolations(page);
    await hideStates(frame);
    return violations;
  };
  return {
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
      const played = await followUntilStopped(frame);
      return { played, marked: await marked };
    },
    /** The first line again and again, then the next one, which is stopped in its middle. */
    async loopAndNext(page: Page) {
      const frame = await previewFrame(page);
      await frame.locator('.row').first().focus();
      await page.keyboard.press('l');
      await page.keyboard.press('Enter');
      await waitForMark(frame, 'harbor');
      const live = frame.locator('#live');
      const first = await playedLine(frame);
      await waitForMark(frame, 'The');
      await page.keyboard.press('n');
      await waitForMark(frame, 'closer');
      const next = await playedLine(frame);
      await page.keyboard.press('Escape');
      await live.filter({ hasText: /^Stopped$/u }).waitFor({ state: 'attached' });
      const last = await live.textContent();
      await page.keyboard.press('l');
      const isOn = await frame.locator('#loop').getAttribute('aria-pressed');
      return { first, next, last, isOn };
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
      return followUntilStopped(frame);
    },
    /** A voice of the one view onto a character of the other. */
    async dragVoice(page: Page) {
      const treeRow = (name: string) =>
        page.locator('.pane-body .monaco-list-row', { hasText: name }).first();
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

/** Every state a row can have, behind the first lines, where they are in the picture. */
function showStates(frame: Frame): Promise<void> {
  return tell(frame, { kind: 'rows', start: 2, removedCount: 0, rows: stateRows as readonly ShownRow[] });
}

function hideStates(frame: Frame): Promise<void> {
  return tell(frame, { kind: 'rows', start: 2, removedCount: stateRows.length, rows: [] });
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

/** @returns what is said to those who do not see, before the line that plays; nothing where that is heard alone */
async function playedLine(frame: Frame): Promise<string> {
  const line = frame.locator('.row.playing .text');
  const texts = [await frame.locator('#live').textContent(), ...(await line.allTextContents())];
  return texts.filter(Boolean).join(' ');
}

/** @returns the lines that play, until it is said that it has stopped */
async function followUntilStopped(frame: Frame): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const line = await playedLine(frame);
    if (line !== '' && line !== seen.at(-1)) seen.push(line);
    if (seen.length > 1 && line === 'Stopped') return seen;
    await frame.waitForTimeout(50);
  }
  throw new Error(`It plays on: ${seen.join(' | ')}`);
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
