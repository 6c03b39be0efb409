import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserProgram } from '../../support/vsCode.ts';
import { fill, openPreviewPage, row, type PreviewPage } from './support/openPreviewPage.ts';

describe.skipIf(!existsSync(browserProgram))('the page of the preview, in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserProgram,
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  const openPage = (): Promise<PreviewPage> => openPreviewPage(browser);

  /** @returns the ids of the rows in the page that are at least partly seen */
  const seenIds = (page: Page): Promise<readonly number[]> =>
    page.evaluate(`[...document.querySelectorAll('.row')]
      .filter((row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight)
      .map((row) => Number(row.dataset.id))`);

  const focusedText = (page: Page): Promise<string> =>
    page.evaluate(`document.activeElement.querySelector('.text')?.textContent ?? 'no row'`);

  test('of 20 000 lines it holds those that are seen, and the one with the focus', async () => {
    await using preview = await openPage();
    const { page, tell } = preview;
    const rows = Array.from({ length: 20_000 }, (_, id) => row(id));
    await tell(fill(rows));
    const rowsInPage = page.locator('.row');
    expect(await rowsInPage.count()).toBeLessThan(100);
    expect(await page.locator('#rows').getAttribute('aria-rowcount')).toBe('20001');

    await rowsInPage.first().focus();
    await page.keyboard.press('End');
    expect(await focusedText(page)).toContain('line 19999 ');
    expect(await page.locator(':focus').getAttribute('aria-rowindex')).toBe('20001');
    await expect.poll(() => seenIds(page)).toContain(19_990);
    await page.keyboard.press('ArrowUp');
    expect(await focusedText(page)).toContain('line 19998 ');
    await page.keyboard.press('Home');
    await expect.poll(() => seenIds(page)).toContain(3);

    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight / 2)');
    await expect
      .poll(async () => (await seenIds(page)).filter((id) => id > 9000 && id < 11_000).length)
      .toBeGreaterThan(5);
    expect(await rowsInPage.count()).toBeLessThan(100);
    expect(await focusedText(page)).toContain('line 0 ');
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toContain('line 1 ');
    await expect.poll(() => seenIds(page)).toContain(1);

    await tell({ kind: 'playing', id: 15_000, word: { start: 4, end: 8 } });
    await expect.poll(() => seenIds(page)).toContain(15_000);
    const heard = (): Promise<unknown> => page.evaluate(`[...CSS.highlights.get('heard')].map(String)`);
    expect(await heard()).toEqual(['wind']);
    // The next word of the row changes nothing else.
    await page.evaluate(`
      globalThis.changes = new MutationObserver(() => undefined);
      changes.observe(document.querySelector('#rows'), { attributes: true, childList: true, subtree: true });`);
    await tell({ kind: 'playing', id: 15_000, word: { start: 9, end: 13 } });
    expect(await heard()).toEqual(['went']);
    expect(await page.evaluate('changes.takeRecords().length')).toBe(0);
    // What a row says changes while it is not in the page.
    await tell({ kind: 'row', row: row(2, { text: 'Another.' }) }, { kind: 'cursor', id: 2 });
    await tell(
      { kind: 'playing', id: null, word: null },
      { kind: 'cursor', id: 3 },
      { kind: 'cursor', id: 2 },
    );
    expect(await page.locator('[data-id="2"] .text').textContent()).toBe('Another.');
    // One row before those that are seen is gone, another two are new.
    await tell({ kind: 'rows', start: 1, removedCount: 1, rows: [row(20_001), row(20_002)] });
    expect(await page.locator('[data-id="2"]').getAttribute('aria-rowindex')).toBe('5');
  });

  test('a row that has failed is made again by its button and by R, sounds are checked and that is cancelled', async () => {
    await using preview = await openPage();
    const { page, tell, sent } = preview;
    const peaks = [9, 90, 200];
    await tell(
      fill([
        row(0, { state: 'cached', peaks, takes: [{ kept: 2, count: 3 }] }),
        row(1, { state: 'failed', problem: 'The engine has failed.' }),
        row(2, { state: 'cached', peaks, doubt: 'The wind when around the mouse.' }),
        row(3, { state: 'cached', peaks, doubt: '' }),
      ]),
    );
    expect(await page.locator('.state').allInnerTexts()).toEqual([
      'Ready\nTake 2 of 3',
      'Failed\nThe engine has failed.\nAgain',
      'Differs\nHeard: The wind when around the mouse.',
      'Differs\nNothing',
    ]);
    expect(await page.locator('#summary').textContent()).toBe('3 of 4 · 2 differ');
    expect(await page.locator('#advice').isVisible()).toBe(true);
    await sent();
    await page.getByRole('button', { name: 'Again' }).click();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('r');
    expect(await sent()).toEqual([
      { kind: 'render', id: 1 },
      { kind: 'render', id: 0 },
    ]);
    await page.getByRole('button', { name: 'Check' }).click();
    await tell({ kind: 'working', work: 'check', doneCount: 1, totalCount: 3 });
    expect(await page.locator('#summary').textContent()).toBe('1 of 3 heard');
    expect(await page.getByRole('button', { name: 'Make' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await sent()).toEqual([{ kind: 'check' }, { kind: 'cancel' }]);
    await tell({ kind: 'done', said: 'Three were heard.' });
    expect(await page.locator('#live').textContent()).toBe('Three were heard.');
    expect(await page.getByRole('button', { name: 'Make' }).isEnabled()).toBe(true);
  });

  test('the word that arrow keys choose and what a key switches is told, with Caps Lock too', async () => {
    await using preview = await openPage();
    const { page, tell, sent } = preview;
    await tell(fill([row(0, { text: 'Come in.' }), row(1)]));
    await page.locator('.row').first().focus();
    await sent();
    const live = page.locator('#live');
    const told: (string | null)[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'l', 'L']) {
      await page.keyboard.press(key);
      told.push(await live.textContent());
    }
    expect(told).toEqual(['Come', 'in', 'Come', 'All of it', 'Repeats', 'Does not repeat']);
    await sent();
    for (const key of ['R', 'O']) await page.keyboard.press(key);
    expect(await sent()).toEqual([
      { kind: 'render', id: 0 },
      { kind: 'reveal', id: 0 },
    ]);
  });

  test('the same is told again, and what its own button tells is not told twice', async () => {
    await using preview = await openPage();
    const { page, tell } = preview;
    await tell(fill([row(0, { text: 'no no' }), row(1)]));
    await page.evaluate(`
      globalThis.told = [];
      new MutationObserver((changes) => told.push(...changes.flatMap(({ addedNodes }) =>
        [...addedNodes].map(({ textContent }) => textContent))))
        .observe(document.querySelector('#live'), { childList: true, characterData: true, subtree: true });`);
    await page.locator('.row').first().focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    expect(await page.evaluate('told.splice(0)')).toEqual(['no', 'no']);
    const loop = page.locator('#loop');
    await loop.click();
    expect(await loop.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Space');
    expect(await loop.getAttribute('aria-pressed')).toBe('false');
    expect(await page.evaluate('told.splice(0)')).toEqual([]);
  });

  test('a row is read out as a sentence, without the pictures of its state and what its button says', async () => {
    await using preview = await openPage();
    const { page, tell } = preview;
    await tell(
      fill([
        row(0, { text: 'Come in.', state: 'cached', peaks: [9, 90] }),
        row(1, { text: 'The harbor', state: 'failed', problem: 'The engine has failed.' }),
        row(2, { text: 'Oh?', state: 'cached', doubt: 'Ah.', peaks: [9, 90] }),
      ]),
    );
    const names = await page.evaluate(
      `[...document.querySelectorAll('.row')].map((shown) => shown.ariaLabel)`,
    );
    expect(names).toEqual([
      'Narrator: Come in. Ready, 2.0 s, bf_emma.',
      'MARA: The harbor. Failed, about 2.0 s, bf_emma. The engine has failed.',
      'MARA: Oh? Differs, 2.0 s, bf_emma. Heard: Ah.',
    ]);
    const tree = await page.locator('#rows').ariaSnapshot();
    expect(tree).toContain('gridcell "Ready"');
    expect(tree).toContain('gridcell "Differs Heard: Ah."');
  });

  test('what plays is heard, and nothing is said until it has stopped', async () => {
    await using preview = await openPage();
    const { page, tell } = preview;
    await tell(fill([row(0), row(1)]));
    const live = page.locator('#live');
    await tell({ kind: 'playing', id: 0, word: null }, { kind: 'playing', id: 1, word: null });
    expect(await page.locator('.row.playing').getAttribute('data-id')).toBe('1');
    expect(await live.textContent()).toBe('');
    await tell({ kind: 'playing', id: null, word: null });
    expect(await live.textContent()).toBe('Stopped');
  });

  test('the focus stays where it is when a row or a button changes', async () => {
    await using preview = await openPage();
    const { page, tell, sent } = preview;
    await tell(fill([row(0), row(1)]));
    await page.locator('.row').first().focus();
    await page.evaluate(`
      globalThis.moves = [];
      for (const kind of ['focusin', 'focusout'])
        document.addEventListener(kind, ({ target }) => moves.push(kind + ' ' + (target.id || target.className)));`);
    await tell(
      { kind: 'row', row: row(0, { state: 'rendering' }) },
      { kind: 'row', row: row(0, { state: 'cached', peaks: [9, 90] }) },
    );
    expect(await page.locator(':focus .stateName').textContent()).toBe('Ready');
    expect(await page.evaluate('moves')).toEqual([]);

    const make = page.getByRole('button', { name: 'Make' });
    await make.focus();
    await tell({ kind: 'row', row: row(1, { state: 'cached', peaks: [9, 90] }) });
    expect(await page.locator(':focus').getAttribute('id')).toBe('render');
    expect(await make.isDisabled()).toBe(true);
    await tell({ kind: 'playing', id: 0, word: null });
    await page.locator('#stop').focus();
    await sent();
    await page.keyboard.press('Enter');
    await tell({ kind: 'playing', id: null, word: null });
    expect(await page.locator(':focus').getAttribute('id')).toBe('stop');
    await page.keyboard.press('Enter');
    await page.locator('#render').press('Enter');
    expect(await sent()).toEqual([{ kind: 'stop' }]);
  });

  test.each(['vscode-high-contrast', 'vscode-high-contrast-light'])(
    'a button that is pressed is seen to be, and which has the focus, in %s',
    async (theme) => {
      await using preview = await openPage();
      const { page } = preview;
      // As such a theme has them: no color but of what is written and of edges.
      await page.evaluate(`
        document.body.classList.add('${theme}');
        for (const [name, color] of Object.entries({ foreground: 'white', 'editor-background': 'black',
          'inputOption-activeForeground': 'white', 'inputOption-activeBackground': 'transparent',
          'inputOption-activeBorder': 'cyan', 'button-secondaryForeground': 'white', 'button-border': 'cyan', focusBorder: 'cyan' }))
          document.documentElement.style.setProperty('--vscode-' + name, color);`);
      const look = (): Promise<unknown> =>
        page.evaluate(`(() => {
          const { color, backgroundColor, outlineStyle, outlineOffset } =
            getComputedStyle(document.querySelector('#loop'));
          return { color, backgroundColor, outlineStyle, outlineOffset };
        })()`);
      const edge = { outlineStyle: 'solid', outlineOffset: '2px' };
      await page.locator('#next').focus();
      await page.keyboard.press('Tab');
      const [white, black] = ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'];
      await page.keyboard.press('Space');
      expect(await look()).toEqual({ ...edge, color: black, backgroundColor: white });
    },
  );

  test('that what runs was cancelled is said', async () => {
    await using preview = await openPage();
    const { page, tell } = preview;
    await tell(fill([row(0)]), { kind: 'working', work: 'render', doneCount: 0, totalCount: 1 });
    await tell({ kind: 'done', said: '' });
    expect(await page.locator('#live').textContent()).toBe('Stopped');
  });

  test.each([1400, 900, 340])('nothing is wider than the page, %i px wide', async (width) => {
    await using preview = await openPage();
    const { page, tell } = preview;
    await page.setViewportSize({ width, height: 700 });
    const long = 'Donaudampfschifffahrtsgesellschaftskapitänin'.repeat(3);
    await tell(
      fill([
        row(0, { speaker: long, voice: 'af_heart:2+am_michael:1+bf_emma:3+bf_isabella', text: long }),
        row(1, { speaker: 'מרים', text: 'שלום, הרוח הגיעה קודם.', state: 'failed', problem: long }),
        row(2, { state: 'cached', doubt: long, text: 'word '.repeat(400) }),
      ]),
    );
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const inner = await page.evaluate(`[...document.querySelectorAll('.row > div')]
      .filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.className)`);
    expect(inner).toEqual([]);
    const directions = `[...document.querySelectorAll('.row .text')].map((text) => getComputedStyle(text).direction)`;
    expect(await page.evaluate(directions)).toEqual(['ltr', 'rtl', 'ltr']);
  });
});
