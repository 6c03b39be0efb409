import { escapeXml } from '../../text/xmlWriter.ts';

export interface XhtmlPage {
  readonly title: string;
  /** BCP-47. */
  readonly language: string;
  /** Of the style sheet, from the page. */
  readonly stylePath: string;
  /** XHTML. */
  readonly body: string;
}

/** A content document of an EPUB. Source: EPUB 3.3, 6.1 "XHTML content documents". */
export function xhtmlPage({ title, language, stylePath, body }: XhtmlPage): string {
  const tag = escapeXml(language);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${tag}" xml:lang="${tag}">
<head>
<title>${escapeXml(title)}</title>
<link rel="stylesheet" type="text/css" href="${stylePath}"/>
</head>
<body>
${body}
</body>
</html>
`;
}
