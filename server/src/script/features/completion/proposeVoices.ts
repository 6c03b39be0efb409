import { CompletionItemKind } from 'vscode-languageserver-types';
import { namedVoice } from '../voiceAtPlace.ts';
import { voiceCard } from '../texts.ts';
import type { Proposal } from './proposal.ts';
import type { ValueContext } from './proposeValues.ts';

/** Voices of the language, those of the very region and those on this machine first; all where no voice speaks it. */
export function proposeVoices({ document, replaces, language }: ValueContext): readonly Proposal[] {
  const wanted = language ?? document.cast.language;
  const { voices } = document.environment;
  const speaking = voices.filter((voice) => wanted !== null && speaks(voice.language, wanted));
  const offered = speaking.length > 0 ? speaking : voices;
  return offered.map((voice) => ({
    label: voice.id,
    kind: CompletionItemKind.Value,
    replaces,
    text: voice.id,
    detail: `${voice.language} · ${voice.gender} · ${voice.engine}`,
    ...(voice.state === 'installed' ? {} : { note: 'not installed' }),
    documentation: voiceCard(namedVoice(document, voice.id)),
    rank:
      (voice.state === 'installed' ? 0 : 2) + (wanted === null || isRegion(voice.language, wanted) ? 0 : 1),
  }));
}

function speaks(language: string, wanted: string): boolean {
  return primary(language) === primary(wanted);
}

/** `en-GB` is of the region `en-GB`, and of `en`. */
function isRegion(language: string, wanted: string): boolean {
  return language.toLowerCase() === wanted.toLowerCase() || !wanted.includes('-');
}

function primary(language: string): string {
  return language.split('-')[0]?.toLowerCase() ?? '';
}
