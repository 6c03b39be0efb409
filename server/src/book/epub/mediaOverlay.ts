import { xmlElement } from '../../text/xmlWriter.ts';
import { wholePageId, type PagedSentence } from './chapterPage.ts';

export interface OverlaidChapter {
  readonly sentences: readonly PagedSentence[];
  readonly durationMs: number;
  /** Name of its page, in the folder of the overlay. */
  readonly page: string;
  /** Of its sound, from there. */
  readonly sound: string;
}

/**
 * What of a page is heard when, words within sentences, so that a reader may mark or step by either. The clips cover all
 * of the sound without a gap, silence too: it is played on from one to the next.
 *
 * Source: EPUB 3.3, 9 "Media overlays".
 */
export function toMediaOverlay({ sentences, durationMs, page, sound }: OverlaidChapter): string {
  const words = sentences.flatMap((sentence) => sentence.words);
  const starts = clipStarts(words.map(({ startMs }) => startMs));
  const clip = (id: string, startMs: number, nextMs: number | undefined): string => {
    const endMs = nextMs ?? Math.max(Math.round(durationMs), startMs + 1);
    const heard = { src: sound, clipBegin: clock(startMs), clipEnd: clock(endMs) };
    return xmlElement('par', {}, xmlElement('text', { src: `${page}#${id}` }) + xmlElement('audio', heard));
  };
  let index = 0;
  const clips = sentences.map(({ id, words: inSentence }) => {
    const ofWords = inSentence.map((word) => {
      const [startMs = 0, nextMs] = starts.slice(index, index + 2);
      index += 1;
      return clip(word.id, startMs, nextMs);
    });
    return xmlElement('seq', { 'epub:textref': `${page}#${id}` }, `\n${ofWords.join('\n')}\n`);
  });
  // A chapter of sounds only is heard as a whole.
  if (clips.length === 0) clips.push(clip(wholePageId, 0, undefined));
  return `<?xml version="1.0" encoding="UTF-8"?>
<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">
<body epub:textref="${page}#${wholePageId}" epub:type="chapter">
${clips.join('\n')}
</body>
</smil>
`;
}

/** The first at the very start, each at least a millisecond behind the one before it. */
function clipStarts(startsMs: readonly number[]): readonly number[] {
  const clips: number[] = [];
  for (const startMs of startsMs) {
    const before = clips.at(-1);
    clips.push(before === undefined ? 0 : Math.max(Math.round(startMs), before + 1));
  }
  return clips;
}

/** A clock value of SMIL, in seconds. */
export function clock(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)}s`;
}
