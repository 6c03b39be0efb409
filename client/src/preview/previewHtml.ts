import type { PanelTexts } from './messages.ts';

export interface PreviewPage {
  /** BCP-47, of the texts. */
  readonly language: string;
  readonly title: string;
  readonly texts: PanelTexts;
  /** Of the document; the panel keeps it over a reload. */
  readonly uri: string;
  /** As the panel may load them. */
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Where styles may come from. */
  readonly cspSource: string;
  /** Different for every page. */
  readonly nonce: string;
}

/** The page of the preview. It loads its own script and style, and nothing else from anywhere. */
export function previewHtml(page: PreviewPage): string {
  const { language, title, texts, uri, scriptUri, styleUri, cspSource, nonce } = page;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}`;
  const button = (id: string, text: string, more = ''): string =>
    `<button type="button" id="${id}"${more}>${escape(text)}</button>`;
  return `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="stylesheet" href="${escape(styleUri)}">
</head>
<body data-uri="${escape(uri)}" data-texts="${escape(JSON.stringify(texts))}">
<main>
<h1 class="unseen">${escape(title)}</h1>
<div id="toolbar" role="toolbar" aria-label="${escape(texts.toolbar)}">
${button('playAll', texts.playAll)}
${button('stop', texts.stop, ' aria-disabled="true"')}
${button('next', texts.next)}
${button('loop', texts.loop, ' aria-pressed="false"')}
${button('render', texts.render)}
${button('check', texts.check)}
<span id="summary"></span>
</div>
<p id="advice" hidden>${escape(texts.advice)}</p>
<p id="empty" hidden>${escape(texts.empty)}</p>
<div id="rows" role="grid" aria-label="${escape(texts.rows)}" aria-describedby="keys" aria-readonly="true"></div>
<p id="keys">${escape(texts.keys)}</p>
<div id="live" class="unseen" role="status" aria-live="polite"></div>
</main>
<script nonce="${nonce}" src="${escape(scriptUri)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
