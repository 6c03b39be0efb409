import { deliveries, emotions } from '../../../../../protocol/expression.ts';
import type { Block } from '../../tree/tree.ts';
import { pitches, rates, volumes } from '../../vocabulary/values.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { nearestNames } from '../../../text/nearestNames.ts';

/** Parentheses after a name that were perhaps meant as a direction: they are spoken. */
export function rejectedDirection(block: Block, text: string): ScriptDiagnostic[] {
  if (block.kind !== 'dialogue' || block.rejectedDirection === null) return [];
  const { startOffset, endOffset } = block.rejectedDirection;
  const [first] = unknownItems(text.slice(startOffset, endOffset));
  const item = first ?? { text: text.slice(startOffset, endOffset), offset: 0 };
  const names = nearestNames(item.text, knownItems);
  const range = {
    startOffset: startOffset + item.offset,
    endOffset: startOffset + item.offset + item.text.length,
  };
  return [
    {
      code: 'bad-value',
      severity: names.length > 0 ? 'warning' : 'hint',
      message:
        names.length > 0
          ? `"${item.text}" is no direction, so the parentheses are read aloud. Did you mean ${names.join(' or ')}?`
          : `These parentheses are read aloud: "${item.text}" is no direction. One in words stands in quotes: ("${item.text}").`,
      startOffset,
      endOffset,
      fix: { kind: 'replace', range, texts: names.length > 0 ? names : [`"${item.text}"`] },
    },
  ];
}

const knownItems: readonly string[] = [
  ...new Set([...emotions, ...deliveries, ...rates.keys(), ...pitches.keys(), ...volumes.keys()]),
];

interface Item {
  readonly text: string;
  /** From the opening parenthesis. */
  readonly offset: number;
}

/** The items that are no word of directions, without their numbers. */
function unknownItems(direction: string): Item[] {
  return [...direction.matchAll(/[^(),]+/gu)].flatMap(({ 0: written, index }) => {
    const text = written.trim();
    const word = text.replace(/\s+[\d.]+$/u, '');
    const isKnown = knownItems.includes(word.toLowerCase()) || /^["'\d+\-−.]/u.test(text) || text === '';
    return isKnown ? [] : [{ text: word, offset: index + written.indexOf(text) }];
  });
}
