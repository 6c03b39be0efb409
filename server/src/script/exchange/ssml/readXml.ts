import { parseXml, XmlError, type XmlElement } from '@rgrove/parse-xml';
import type { Note } from '../conversion.ts';
import { withLineFeeds } from '../lineEnds.ts';
import { depthFault } from './xmlDepth.ts';

export type XmlReading =
  | { readonly isRead: true; readonly root: XmlElement }
  /** Where it is no XML, as a sentence that names the line and the column. */
  | { readonly isRead: false; readonly failure: Note };

/**
 * Reads a document whose nodes know where they are. It cannot blow up: what a document type declares is not expanded,
 * and elements nest up to a depth.
 */
export function readXml(source: string): XmlReading {
  // The parser takes quadratic time to do it itself.
  const xml = withLineFeeds(source);
  const tooDeep = depthFault(xml);
  if (tooDeep !== null) return failed(xml, tooDeep.offset, tooDeep.reason);
  try {
    const { root } = parseXml(xml, { includeOffsets: true, preserveComments: true });
    return root === null ? failed(xml, 0, 'There is no element.') : { isRead: true, root };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return failed(xml, offsetOf(xml, error.pos), reasonOf(error));
  }
}

function failed(xml: string, offset: number, reason: string): XmlReading {
  return { isRead: false, failure: failAt(xml, offset, reason) };
}

/** @param reason  a sentence */
export function failAt(xml: string, offset: number, reason: string): Note {
  const startOffset = Math.min(offset, xml.length);
  const before = xml.slice(0, startOffset);
  const line = before.split('\n').length;
  const column = startOffset - (before.lastIndexOf('\n') + 1) + 1;
  const endOffset = Math.min(xml.length, startOffset + 1);
  return { startOffset, endOffset, message: `Line ${line}, column ${column}: ${reason}` };
}

/** The parser counts code points. */
function offsetOf(xml: string, codePoint: number): number {
  let offset = 0;
  for (let count = 0; count < codePoint && offset < xml.length; count += 1) {
    offset += (xml.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The parser's message without its place and its excerpt. */
function reasonOf(error: XmlError): string {
  const [reason = ''] = error.message.split(/ \(line \d+, column \d+\)\n/);
  if (reason.startsWith("Named entity isn't defined")) {
    const entity = /&[^;]*;/.exec(reason)?.[0] ?? 'This entity';
    return `${entity} is none of XML's own entities (&amp; &lt; &gt; &quot; &apos;), and no others are expanded.`;
  }
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
