import { CompletionItemKind } from 'vscode-languageserver-types';
import type { SpeechAbility } from '../../../../../protocol/expression.ts';
import { abilityRank } from '../abilityText.ts';
import { namedVoice } from '../voiceAtPlace.ts';
import { voiceCard } from '../texts.ts';
import type { Proposal } from './proposal.ts';
import type { ValueContext } from './valueContext.ts';

/**
 * Voices of the language, or all where none speaks it: those that can do what is asked of them first, then those on this
 * machine, then those of the very region.
 */
export function proposeVoices({ document, replaces, language, asked }: ValueContext): readonly Proposal[] {
  const wanted = language ?? document.cast.language;
  const { voices } = document.environment;
  const speaking = voices.filter((voice) => wanted !== null && speaks(voice.language, wanted));
  const offered = speaking.length > 0 ? speaking : voices;
  return offered.map((voice) => {
    const speakingVoice = namedVoice(document, voice.id);
    const missing = [...(asked ?? [])].filter((ability) => abilityRank(speakingVoice, ability) === 2);
    const isInstalled = voice.state === 'installed';
    const isOfRegion = wanted === null || isRegion(voice.language, wanted);
    return {
      label: voice.id,
      kind: CompletionItemKind.Value,
      replaces,
      text: voice.id,
      detail: [voice.language, voice.gender, voice.engine].filter(Boolean).join(' · '),
      note: isInstalled ? cannot(missing) : 'not installed',
      documentation: voiceCard(speakingVoice),
      rank: (missing.length === 0 ? 0 : 4) + (isInstalled ? 0 : 2) + (isOfRegion ? 0 : 1),
    };
  });
}

function cannot(missing: readonly SpeechAbility[]): string {
  const names = missing.slice(0, 2).map((ability) => ability.split(':').at(-1) ?? ability);
  if (names.length === 0) return '';
  return `not ${names.join(', ')}${missing.length > names.length ? ' …' : ''}`;
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
