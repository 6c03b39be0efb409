import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ShownRow, ToPanel } from '../../../../client/src/preview/messages.ts';
import { previewHtml } from '../../../../client/src/preview/previewHtml.ts';
import { panelTexts } from '../../../support/panelTexts.ts';

export interface PreviewPage extends AsyncDisposable {
  readonly page: Page;
  readonly tell: (...messages: readonly ToPanel[]) => Promise<void>;
  /** What the panel has sent since the last call. */
  readonly sent: () => Promise<unknown>;
}

/** The page as the editor shows it, its policy included, without the editor. */
export async function openPreviewPage(browser: Browser): Promise<PreviewPage> {
  const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
  const html = previewHtml({
    language: 'en',
    title: 'Preview',
    texts: panelTexts,
    uri: 'file:///story.aloud',
    scriptUri: `${origin}/preview.js`,
    styleUri: `${origin}/preview.style.css`,
    cspSource: origin,
    nonce: 'abc',
  });
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') await route.fulfill({ body: html, contentType: 'text/html' });
    else await route.fulfill({ path: path.join(root, 'dist', name) });
  });
  await page.addInitScript(`
    globalThis.sent = [];
    globalThis.acquireVsCodeApi = () => ({ postMessage: (told) => sent.push(told), setState: () => {} });`);
  await page.goto(`${origin}/`);
  return {
    page,
    async tell(...messages) {
      await page.evaluate(
        `for (const data of ${JSON.stringify(messages)}) dispatchEvent(new MessageEvent('message', { data }))`,
      );
    },
    sent: () => page.evaluate('sent.splice(0)'),
    [Symbol.asyncDispose]: () => page.close(),
  };
}

const root = path.resolve(import.meta.dirname, '../../../..');
const origin = 'https://preview.test';

/** A line of the preview. */
export const row = (id: number, change: Partial<ShownRow> = {}): ShownRow => ({
  id,
  speaker: id % 3 === 0 ? null : 'MARA',
  voice: 'bf_emma',
  text: `The wind went around the house, and line ${id} was said.`,
  state: 'stale',
  problem: null,
  durationMs: 2000,
  peaks: null,
  doubt: null,
  takes: [],
  ...change,
});

/** The whole of a preview is these. */
export const fill = (rows: readonly ShownRow[]): ToPanel => ({
  kind: 'rows',
  start: 0,
  removedCount: 0,
  rows,
});
