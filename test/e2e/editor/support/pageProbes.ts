import type { Page } from 'playwright-core';

/** Measurements in the window itself, on its own clock, which counts as `Date.now()` does. */

/** How long each key took until its character was painted, in milliseconds. */
export async function typeKeys(page: Page, text: string): Promise<readonly number[]> {
  await page.evaluate(typingProbe);
  const startMs = performance.now();
  for (const [index, key] of Array.from(text).entries()) {
    await page.waitForTimeout(Math.max(0, startMs + index * keyGapMs - performance.now()));
    await page.keyboard.press(key === ' ' ? 'Space' : key);
  }
  await page.waitForTimeout(200);
  return page.evaluate('globalThis.typedMs.splice(0)');
}

/**
 * Three frames and the golden part of one: keys fall evenly into all parts of a frame, which each waits to the end of;
 * where they fell by chance, the median of many would still differ by several per cent.
 */
const keyGapMs = (1000 / 60) * 3.618;

/** The time of a key is that of the device, also where the window was busy when it came. */
const typingProbe = `if (globalThis.typedMs === undefined) {
  globalThis.typedMs = [];
  const pressedMs = [];
  const afterPaint = (run) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = run; port2.postMessage(0); };
  addEventListener('keydown', ({ timeStamp }) => pressedMs.push(timeStamp), true);
  const isLine = ({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('.view-lines') != null;
  new MutationObserver((changes) => {
    if (pressedMs.length === 0 || !changes.some(isLine)) return;
    const pressed = pressedMs.splice(0);
    afterPaint(() => typedMs.push(...pressed.map((ms) => performance.now() - ms)));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}`;

/** Notes from now on when a word gets its mark. */
export async function watchMarks(page: Page): Promise<void> {
  await page.evaluate(marksProbe);
}

/** When words were marked since it was asked last, as `Date.now()` counts, to the fraction. */
export async function takeMarks(page: Page): Promise<readonly number[]> {
  return page.evaluate('globalThis.markedMs.splice(0)');
}

/** Of the decorations of extensions, that of a word is the one with a border. */
const marksProbe = `if (globalThis.markedMs === undefined) {
  globalThis.markedMs = [];
  let shown = '';
  const afterPaint = (run) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = run; port2.postMessage(0); };
  new MutationObserver(() => {
    const marks = [...document.querySelectorAll('.view-overlays .cdr[class*="ced-"]')];
    const mark = marks.find((one) => getComputedStyle(one).borderTopWidth === '1px');
    const place = mark === undefined ? '' : mark.style.left + ' ' + mark.style.width;
    if (place === shown) return;
    shown = place;
    if (place !== '') afterPaint(() => markedMs.push(performance.timeOrigin + performance.now()));
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['style', 'class'] });
}`;
