import type { Conversion, Note } from '../conversion.ts';
import { renderDraft } from '../draft/renderDraft.ts';
import { castOnlyVoice } from './castOnlyVoice.ts';
import { convertElement } from './converters.ts';
import { failAt, readXml } from './readXml.ts';
import { createSsmlImport } from './ssmlImport.ts';
import { plainSurroundings } from './surroundings.ts';
import { tagEnd } from './xmlDepth.ts';
import { aloudAttribute, elementName } from './xmlNames.ts';

/**
 * A script that says what an SSML 1.1 document says. What the script has no word for is in the notes; what is no SSML
 * fails with one sentence that names the line and the column.
 */
export function ssmlToScript(xml: string): Conversion {
  const reading = readXml(xml);
  if (!reading.isRead) return { isConverted: false, failure: reading.failure };
  const { root } = reading;
  if (elementName(root) !== 'speak') {
    const reason = `This is <${root.name}>, and SSML begins with <speak>.`;
    return { isConverted: false, failure: failAt(xml, root.start, reason) };
  }
  const notes: Note[] = [];
  /** By where a tag begins: it may have many notes, and be long. */
  const ends = new Map<number, number>();
  const endOf = (startOffset: number): number => {
    const end = ends.get(startOffset) ?? tagEnd(xml, startOffset);
    ends.set(startOffset, end);
    return end;
  };
  const context = createSsmlImport({
    convertElement,
    note(element, message) {
      notes.push({ startOffset: element.start, endOffset: endOf(element.start), message });
    },
  });
  convertElement(root, plainSurroundings, context);
  notes.sort((left, right) => left.startOffset - right.startOffset);
  const draft = context.finish();
  const isOwn = aloudAttribute(root, 'version') !== undefined;
  return { isConverted: true, script: renderDraft(isOwn ? draft : castOnlyVoice(draft)), notes };
}
