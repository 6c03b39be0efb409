import { speechAbilities, type SpeechAbility } from '../../../../protocol/expression.ts';
import type { CastEntry, LexiconEntry } from '../frontMatter/frontMatter.ts';
import type { SpeakingVoice } from './voiceAtPlace.ts';
import type { VocabularyText } from './vocabularyTexts.ts';

/** Markdown for people. */

export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

export function vocabularyCard({ text, example }: VocabularyText): string {
  return paragraphs(text, fenced(example));
}

export function fenced(example: string): string {
  return `\`\`\`aloud\n${example}\n\`\`\``;
}

/** Who a voice is, and in short what it can do. */
export function voiceCard({ name, voice, abilities }: SpeakingVoice): string {
  if (voice === null) return paragraphs(`**${name}**`, 'No voice of this name is known.');
  const state = voice.state === 'installed' ? 'installed' : 'not installed';
  const blend = name === voice.id ? null : `A blend of voices; what holds for ${voice.id} holds for it.`;
  return paragraphs(
    `**${name}** · ${[voice.language, voice.gender, voice.engine, state].filter(Boolean).join(' · ')}`,
    blend,
    abilities === null ? null : abilitiesInShort((ability) => abilities[ability].support),
  );
}

/** How a character speaks, by its entry in the cast. */
export function characterCard(entry: CastEntry, file: string | null): string {
  const traits = [
    entry.rateFactor === 1 ? null : `rate ${entry.rateFactor}`,
    entry.pitchSemitones === 0 ? null : `pitch ${signed(entry.pitchSemitones)}st`,
    entry.rangeFactor === 1 ? null : `range ${entry.rangeFactor}`,
    entry.volumeDb === 0 ? null : `volume ${signed(entry.volumeDb)}dB`,
    entry.emotion === null ? null : `${entry.emotion}${entry.strength === 1 ? '' : ` ${entry.strength}`}`,
    entry.delivery,
    entry.language,
    entry.instruction === null ? null : `"${entry.instruction}"`,
  ].filter((trait) => trait !== null);
  return paragraphs([`**${entry.name}**`, ...traits].join(' · '), file === null ? null : `From \`${file}\`.`);
}

/** How a word of the lexicon is said. */
export function lexiconCard({ word, spoken }: LexiconEntry, file: string | null): string {
  const how =
    spoken.kind === 'respelling' || spoken.kind === 'alias'
      ? `said as \`${spoken.text}\``
      : `said as \`${spoken.phonemes}\` (${alphabets[spoken.kind]})`;
  return paragraphs(`**${word}** · ${how}`, file === null ? null : `From \`${file}\`.`);
}

const alphabets = { ipa: 'IPA', arpabet: 'ARPAbet', pinyin: 'pinyin' } as const;

/** `4 s`, `12 min`, `1 h 5 min`. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60)
    return minutes < 10 && seconds % 60 !== 0
      ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
      : `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function abilitiesInShort(supportOf: (ability: SpeechAbility) => 'full' | 'approximated' | 'none'): string {
  const listed = (support: string): string =>
    speechAbilities
      .filter((ability) => supportOf(ability) === support)
      .map((ability) => ability.split(':').at(-1) ?? ability)
      .join(', ');
  const lines = [
    ['Does', listed('full')],
    ['By other means', listed('approximated')],
    ['Does not', listed('none')],
  ] as const;
  return lines
    .filter(([, names]) => names !== '')
    .map(([title, names]) => `- ${title}: ${names}`)
    .join('\n');
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`;
}
