import { deliveries, emotions } from '../../../../../protocol/expression.ts';
import { trimmedRange, type TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { contentOf, pathTo } from '../../tree/walk.ts';
import { abilityLabel, abilityRank } from '../abilityText.ts';
import { placeAt, type Place } from '../place.ts';
import { spansAround } from '../spansAround.ts';
import { voiceAtPlace } from '../voiceAtPlace.ts';
import type { Refactoring } from './refactoring.ts';

/** Puts the selected words into a span: what the voice can do first, and what it will make of it in the title. */
export function wrapSelection(document: ScriptDocument, range: TextRange): Refactoring[] {
  const selection = trimmedRange(document.script.source, range);
  const place = placeAt(document, selection.startOffset);
  if (place === null || !canWrap(place, selection)) return [];
  const wrap = (title: string, kind: string, [open, close]: readonly [string, string]): Refactoring => ({
    title,
    kind: `refactor.rewrite.${kind}`,
    edits: [
      { range: { startOffset: selection.startOffset, endOffset: selection.startOffset }, newText: open },
      { range: { startOffset: selection.endOffset, endOffset: selection.endOffset }, newText: close },
    ],
  });
  const say = (title: string, kind: string, attribute: string): Refactoring =>
    wrap(title, kind, [`<say ${attribute}>`, '</say>']);
  const voice = voiceAtPlace(document, place);
  const styles = [
    ...emotions.map((name) => ({ name, family: 'emotion', ability: `emotion:${name}` }) as const),
    ...deliveries.map((name) => ({ name, family: 'delivery', ability: `delivery:${name}` }) as const),
  ].toSorted((a, b) => abilityRank(voice, a.ability) - abilityRank(voice, b.ability));
  const hasAsterisks = canTakeAsterisks(document.script.source, selection);
  return [
    wrap('Emphasize', 'emphasis', hasAsterisks ? ['*', '*'] : ['<emphasis>', '</emphasis>']),
    wrap('Emphasize strongly', 'emphasis', hasAsterisks ? ['**', '**'] : ['<strong>', '</strong>']),
    say('Say slowly', 'say', 'rate="slow"'),
    say('Say fast', 'say', 'rate="fast"'),
    say('Say softly', 'say', 'volume="soft"'),
    say('Say loudly', 'say', 'volume="loud"'),
    wrap('Say while laughing', 'say', ['<laughter>', '</laughter>']),
    ...styles.map(({ name, family, ability }) => {
      const note = abilityLabel(voice, ability);
      return say(`Say ${name}${note === '' ? '' : ` (${note})`}`, family, `${family}="${name}"`);
    }),
  ];
}

/** Spans nest and stay in their block: both ends have to be in the same span, and in no tag. */
function canWrap(place: Place, { startOffset, endOffset }: TextRange): boolean {
  const { block, blockStart } = place;
  if (startOffset >= endOffset || !('content' in block)) return false;
  const [start, end] = [startOffset - blockStart, endOffset - blockStart];
  const first = block.content[0]?.startOffset ?? block.length;
  if (start < first || end > block.length) return false;
  const innermost = spansAround(block, start).at(-1);
  return innermost === spansAround(block, end).at(-1) && !cutsNode(place, start) && !cutsNode(place, end);
}

/** Whether an offset is inside of something that is no text, or behind something that goes on for want of a close. */
function cutsNode({ block, text }: Place, offset: number): boolean {
  const content = contentOf(block);
  const before = pathTo(content, offset - 1).at(-1);
  const goesOn = (before?.kind === 'comment' || before?.kind === 'point') && !before.isClosed;
  const wouldEscape = before?.kind === 'text' && text[offset - 1] === '\\';
  if (wouldEscape || (goesOn && before.endOffset === offset)) return true;
  const node = pathTo(content, offset).at(-1);
  if (node === undefined || node.kind === 'text' || node.startOffset === offset) return false;
  if (node.kind !== 'span') return true;
  const isAtClose = node.close !== null && node.close.startOffset === offset;
  return !isAtClose && node.open.endOffset !== offset;
}

/** Beside a letter or another asterisk they would mean something else. */
function canTakeAsterisks(source: string, { startOffset, endOffset }: TextRange): boolean {
  const isApart = (unit: string): boolean => !/[\p{L}\p{M}\p{N}*\\]/u.test(unit);
  const [before, after] = [source.charAt(startOffset - 1), source.charAt(endOffset)];
  return isApart(before) && isApart(after) && !/[*\\]/.test(source.slice(startOffset, endOffset));
}
