import type { EngineAbilities, Support } from '../../../../../protocol/expression.ts';
import { approximated, full, none } from '../../abilitySupport.ts';

/** What Kokoro's voices do of what a script can ask; held by test/e2e/unhurried/expression.test.ts, which measures the sound. */
export const kokoroAbilities: EngineAbilities = {
  'emotion:neutral': full(),
  'emotion:happy': approximated('a quicker, higher, livelier and slightly louder voice'),
  'emotion:sad': approximated('a slower, lower, flatter and softer voice'),
  'emotion:angry': approximated('a quicker, higher, more emphatic and louder voice'),
  'emotion:surprised': approximated('a clearly higher and livelier voice'),
  'emotion:fearful': approximated('a quick, high, flat and soft voice'),
  'emotion:disgusted': approximated('a slow, low voice with a wide melody'),
  'emotion:calm': approximated('a slightly slower, lower and softer voice'),
  'emotion:tender': approximated('a slower, soft and flatter voice'),
  'emotion:excited': approximated('a quick, high, lively and louder voice'),
  'emotion:serious': approximated('a slightly slower, lower and flatter voice'),
  'delivery:whispering': full(),
  'delivery:shouting': approximated('a high and loud voice'),
  'delivery:laughing': none("The words are spoken without laughing, in the voice's own way."),
  'delivery:crying': none("The words are spoken without crying, in the voice's own way."),
  'delivery:singing': none('The words are spoken, not sung.'),
  'delivery:robotic': approximated('a voice on one note'),
  'event:laughter': nothing(),
  'event:breath': nothing(),
  'event:quick_breath': nothing(),
  'event:cough': nothing(),
  'event:sigh': nothing(),
  'event:noise': nothing(),
  'event:clucking': nothing(),
  'event:accent': nothing(),
  'event:hissing': nothing(),
  'event:lipsmack': nothing(),
  'event:vocalized-noise': nothing(),
  'event:mn': nothing(),
  'event:applause': nothing(),
  'event:sneeze': nothing(),
  'event:music': nothing(),
  'prosody:rate': full(),
  'prosody:pitch': full(),
  'prosody:range': full(),
  'prosody:volume': full(),
  'emphasis:strong': full(),
  'emphasis:moderate': full(),
  'emphasis:reduced': full(),
  'pronunciation:ipa': full(),
  'pronunciation:arpabet': full(),
  'pronunciation:pinyin': none('The text is pronounced as it is written.'),
  laughter: none('The words are spoken without laughing.'),
  instruct: none('The instruction is left out; what the tags say holds.'),
};

function nothing(): Support {
  return none('Nothing is heard in its place.');
}
