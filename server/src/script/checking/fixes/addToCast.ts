import type { FixContext, QuickFix } from '../quickFix.ts';
import { resolveCast } from '../../frontMatter/resolveCast.ts';
import { frontMatterInsertion } from './frontMatterInsertion.ts';
import { yamlText } from './yamlText.ts';

/** With a voice that nobody else has, of the language of the script. */
export function addToCastFix(name: string, context: FixContext, isPreferred: boolean): QuickFix {
  const text = `${yamlText(name)}: { voice: ${freeVoice(context)} }`;
  return {
    title: `Add ${name} to the cast`,
    edits: frontMatterInsertion({ section: 'cast', text }, context),
    isPreferred,
  };
}

function freeVoice({ frontMatter, environment }: FixContext): string {
  const { characters, language } = resolveCast(frontMatter, environment.included);
  const taken = new Set([...characters.values()].map(({ entry }) => entry.voice?.text));
  const wanted = primaryLanguage(language ?? 'en');
  const free = environment.voices.filter(({ id }) => !taken.has(id) && id !== environment.defaultVoice);
  const fitting = free.find((voice) => primaryLanguage(voice.language) === wanted);
  return fitting?.id ?? environment.defaultVoice;
}

function primaryLanguage(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag;
}
