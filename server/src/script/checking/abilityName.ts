import type { SpeechAbility } from '../../../../protocol/expression.ts';

/** An ability as a sentence names it: `the emotion "sad"`. */
export function abilityName(ability: SpeechAbility): string {
  const [family = '', member = ''] = ability.split(':');
  switch (family) {
    case 'emotion':
      return `the emotion "${member}"`;
    case 'delivery':
      return `the delivery "${member}"`;
    case 'event':
      return `[${member}]`;
    case 'prosody':
      return `a change of ${member}`;
    case 'emphasis':
      return `${member} emphasis`;
    case 'pronunciation':
      return `a pronunciation in ${alphabetNames.get(member) ?? member}`;
    case 'laughter':
      return 'speaking while laughing';
    default:
      return 'an instruction in words';
  }
}

const alphabetNames: ReadonlyMap<string, string> = new Map([
  ['ipa', 'IPA'],
  ['arpabet', 'ARPAbet'],
  ['pinyin', 'pinyin'],
]);
