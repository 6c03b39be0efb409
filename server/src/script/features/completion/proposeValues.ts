import { CompletionItemKind } from 'vscode-languageserver-types';
import type { TextRange } from '../../../text/textRange.ts';
import { valueNames, type ValueKind } from '../../vocabulary/tags.ts';
import { abilityLabel, abilityRank, abilityText, valueAbility } from '../abilityText.ts';
import { paragraphs } from '../texts.ts';
import { valueText } from '../vocabularyTexts.ts';
import type { Proposal } from './proposal.ts';
import type { ValueContext } from './valueContext.ts';
import { proposeVoices } from './proposeVoices.ts';

/** Values of a kind, as plain words. Voices come first that speak the language. */
export function proposeValues(kind: ValueKind, context: ValueContext): readonly Proposal[] {
  switch (kind) {
    case 'strength':
      return strengths(context.replaces);
    case 'duration':
      return numbers(['250ms', '500ms', '800ms', '1s', '1.5s', '2s'], context);
    case 'voice':
      return proposeVoices(context);
    case 'language':
      return languages(context);
    default:
      return [...words(kind, context), ...numbers(examples[kind] ?? [], context)];
  }
}

export function strengths(replaces: TextRange): readonly Proposal[] {
  const texts = [
    ['0.3', 'a hint of it'],
    ['0.5', 'half'],
    ['0.8', 'strongly'],
    ['1', 'wholly'],
  ] as const;
  return texts.map(([text, detail]) => ({
    label: text,
    kind: CompletionItemKind.Value,
    replaces,
    text,
    detail,
  }));
}

const examples: Partial<Record<ValueKind, readonly string[]>> = {
  rate: ['0.9', '1.1'],
  pitch: ['-2st', '+2st'],
  volume: ['-3dB', '+3dB'],
  range: ['0.5', '1', '1.5'],
};

function words(kind: ValueKind, { voice, replaces, name = kind }: ValueContext): readonly Proposal[] {
  return valueNames(kind).map((value) => {
    const ability = valueAbility(kind, name, value);
    return {
      label: value,
      kind: CompletionItemKind.EnumMember,
      replaces,
      text: value,
      detail: kind,
      note: abilityLabel(voice, ability),
      documentation: paragraphs(valueText(kind, value), abilityText(voice, ability)),
      rank: abilityRank(voice, ability),
    };
  });
}

function numbers(texts: readonly string[], { replaces }: ValueContext): readonly Proposal[] {
  return texts.map((text) => ({ label: text, kind: CompletionItemKind.Value, replaces, text, rank: 1 }));
}

function languages({ document, replaces }: ValueContext): readonly Proposal[] {
  const own = document.cast.language;
  const spoken = document.environment.voices.map(({ language }) => language);
  return [...new Set(own === null ? spoken : [own, ...spoken])].map((text) => ({
    label: text,
    kind: CompletionItemKind.Value,
    replaces,
    text,
  }));
}
