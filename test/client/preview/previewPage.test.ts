import { describe, expect, test } from 'vitest';
import { fromPanelSchema } from '../../../client/src/preview/messages.ts';
import { previewHtml } from '../../../client/src/preview/previewHtml.ts';
import { panelTexts as texts } from '../../support/panelTexts.ts';

describe('the page', () => {
  const html = previewHtml({
    language: 'en',
    title: 'Preview <script>alert(1)</script>.aloud',
    texts,
    uri: 'file:///a%22b.aloud',
    scriptUri: 'https://frame/preview.js',
    styleUri: 'https://frame/preview.css',
    cspSource: 'https://frame',
    nonce: 'abc',
  });

  test('loads its own script and style, and nothing else from anywhere', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe("default-src 'none'; script-src 'nonce-abc'; style-src https://frame");
    expect(html.match(/<script[^>]*>/gu)).toEqual(['<script nonce="abc" src="https://frame/preview.js">']);
    expect(html).not.toMatch(/\sstyle=|\son\w+=/u);
  });

  test('takes nothing from the document for markup', () => {
    expect(html).not.toContain('alert(1)</script>');
    expect(html).toContain('Play &#60;all&#62;');
    const kept = /data-texts="([^"]*)"/u.exec(html)?.[1] ?? '';
    const read = kept.replace(/&#(\d+);/gu, (_whole, code: string) => String.fromCharCode(Number(code)));
    expect(JSON.parse(read)).toEqual(texts);
  });
});

test.each<[message: unknown, isOne: boolean]>([
  [{ kind: 'ready' }, true],
  [{ kind: 'play', id: 3, extent: 'row' }, true],
  [{ kind: 'play', id: 3, offset: 12, extent: 'rest' }, true],
  [{ kind: 'loop', isOn: true }, true],
  [{ kind: 'render' }, true],
  [{ kind: 'render', id: 4 }, true],
  [{ kind: 'check' }, true],
  [{ kind: 'check', id: 4 }, false],
  [{ kind: 'play', id: -1, extent: 'row' }, false],
  [{ kind: 'play', id: 1.5, extent: 'row' }, false],
  [{ kind: 'play', id: 3, extent: 'all' }, false],
  [{ kind: 'play', id: 3, extent: 'row', command: 'rm' }, false],
  [{ kind: 'run', command: 'rm' }, false],
  ['ready', false],
  [null, false],
])('of the panel %j is a message: %s', (message, isOne) => {
  expect(fromPanelSchema.safeParse(message).success).toBe(isOne);
});
