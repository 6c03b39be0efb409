import type { SpeechAbility } from '../../../../protocol/expression.ts';

/** An ability, to complete "The voice cannot ...". */
export function abilityPhrase(ability: SpeechAbility): string {
  const [family = '', member = ''] = ability.split(':');
  switch (family) {
    case 'emotion':
      return `sound ${member}`;
    case 'delivery':
      return deliveryPhrases.get(member) ?? `speak ${member}`;
    case 'event':
      return `make [${member}]`;
    case 'prosody':
      return `change the ${member}`;
    case 'emphasis':
      return `give ${member} emphasis`;
    case 'pronunciation':
      return `take a pronunciation in ${alphabetNames.get(member) ?? member}`;
    case 'laughter':
      return 'speak while laughing';
    default:
      return 'follow an instruction in words';
  }
}

const deliveryPhrases: ReadonlyMap<string, string> = new Map([
  ['whispering', 'whisper'],
  ['shouting', 'shout'],
  ['laughing', 'speak while laughing'],
  ['crying', 'speak while crying'],
  ['singing', 'sing'],
  ['robotic', 'sound robotic'],
]);

const alphabetNames: ReadonlyMap<string, string> = new Map([
  ['ipa', 'IPA'],
  ['arpabet', 'ARPAbet'],
  ['pinyin', 'pinyin'],
]);
