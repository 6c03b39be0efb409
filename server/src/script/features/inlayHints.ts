import { type InlayHint, InlayHintKind, MarkupKind } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { blockIndexAt } from '../tree/blockAt.ts';
import { blockDurationMs } from './duration.ts';
import { durationText, voiceCard } from './texts.ts';
import { voiceOfCharacter } from './voiceAtPlace.ts';

/** Behind a speaker's name the voice, behind a paragraph how long it sounds. Where a range is asked for, only there. */
export function inlayHints(document: ScriptDocument, range: TextRange): InlayHint[] {
  const { script } = document;
  const first = Math.max(0, blockIndexAt(script, range.startOffset));
  const last = blockIndexAt(script, range.endOffset);
  const hints: InlayHint[] = [];
  for (let index = first; index <= last; index++) {
    const voice = voiceHint(document, index);
    const duration = durationHint(document, index);
    if (voice !== null) hints.push(voice);
    if (duration !== null) hints.push(duration);
  }
  return hints;
}

function voiceHint(document: ScriptDocument, index: number): InlayHint | null {
  const { script, text } = document;
  const block = script.blocks[index];
  const start = script.blockStarts[index];
  if (block?.kind !== 'dialogue' || start === undefined) return null;
  const voice = voiceOfCharacter(document, block.speaker);
  return {
    position: text.positionAt(start + block.speakerRange.endOffset),
    label: voice.name,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    tooltip: { kind: MarkupKind.Markdown, value: voiceCard(voice) },
  };
}

function durationHint(document: ScriptDocument, index: number): InlayHint | null {
  const { script, text } = document;
  const block = script.blocks[index];
  const start = script.blockStarts[index];
  if (start === undefined || (block?.kind !== 'dialogue' && block?.kind !== 'narration')) return null;
  const durationMs = blockDurationMs(document, index);
  if (durationMs === 0) return null;
  const written = script.source.slice(start, start + block.length).trimEnd();
  return {
    position: text.positionAt(start + written.length),
    label: durationText(durationMs),
    paddingLeft: true,
    tooltip: 'About how long it takes to say this.',
  };
}
