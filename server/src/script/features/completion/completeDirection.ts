import { CompletionItemKind } from 'vscode-languageserver-types';
import { emotions } from '../../../../../protocol/expression.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { inScript, type Place } from '../place.ts';
import { type SpeakingVoice, voiceAtPlace } from '../voiceAtPlace.ts';
import type { Proposal } from './proposal.ts';
import { proposeValues, strengths } from './proposeValues.ts';

/** Inside of the parentheses that begin what somebody says. */
export function completeDirection(document: ScriptDocument, place: Place): readonly Proposal[] {
  const typed = openDirection(place);
  if (typed === null) return [];
  const item = /(?:^|,)\s*([^,]*)$/.exec(typed)?.[1] ?? '';
  const end = wordEnd(place);
  const range = (start: string) =>
    inScript(place, { startOffset: place.offset - start.length, endOffset: end });
  const [, emotion, strength = ''] = /^(\p{L}+)\s+([\d.]*)$/u.exec(item) ?? [];
  if (emotion !== undefined) {
    return emotions.some((name) => name === emotion.toLowerCase()) ? strengths(range(strength)) : [];
  }
  if (/\s/.test(item)) return [];
  return directionItems(document, voiceAtPlace(document, place), range(item));
}

function directionItems(
  document: ScriptDocument,
  voice: SpeakingVoice,
  replaces: Proposal['replaces'],
): readonly Proposal[] {
  const context = { document, voice, replaces };
  const proposals = [
    ...proposeValues('emotion', context),
    ...proposeValues('delivery', context),
    ...proposeValues('rate', context),
    ...proposeValues('pitch', context),
    ...proposeValues('volume', context),
  ];
  const instruction: Proposal = {
    label: '"..."',
    kind: CompletionItemKind.Text,
    replaces,
    text: '""',
    snippet: '"$1"',
    detail: 'in your own words',
    documentation: 'How it is said, as one would tell an actor.',
    rank: 2,
  };
  const seen = new Set<string>();
  const first = proposals.filter(({ label }) => !seen.has(label) && seen.add(label));
  return [...first, instruction];
}

/**
 * What stands between the parenthesis and the position, without the quoted parts; null where no direction is open.
 */
function openDirection({ block, text, offset }: Place): string | null {
  if (block.kind !== 'dialogue' && block.kind !== 'narration') return null;
  const start = block.kind === 'dialogue' ? block.colon.endOffset : 0;
  if (offset <= start || offset - start > longestDirection) return null;
  const written = text.slice(start, offset).trimStart();
  if (!written.startsWith('(')) return null;
  const unquoted = written.slice(1).replace(/"[^"]*"/g, '');
  return /[()"]/.test(unquoted) ? null : unquoted;
}

const longestDirection = 500;

function wordEnd({ text, offset }: Place): number {
  const rest = /^[\p{L}\d.+-]*/u.exec(text.slice(offset, offset + 40))?.[0] ?? '';
  return offset + rest.length;
}
