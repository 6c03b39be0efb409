import type { EngineAbilities, Support } from '../../../../../protocol/expression.ts';
import { approximated, full, none } from '../../abilitySupport.ts';

/**
 * What a voice of CosyVoice 3 does of what a script can ask, by what the model was trained on; nothing of it has been
 * heard yet. One wish of emotion and delivery is followed at a time, and for a whole utterance.
 */
export const cosyVoiceAbilities: EngineAbilities = {
  'emotion:neutral': full(),
  'emotion:happy': full(),
  'emotion:sad': full(),
  'emotion:angry': full(),
  'emotion:surprised': instructed('surprised'),
  'emotion:fearful': instructed('fearful'),
  'emotion:disgusted': instructed('disgusted'),
  'emotion:calm': instructed('calm'),
  'emotion:tender': instructed('tender'),
  'emotion:excited': instructed('excited'),
  'emotion:serious': instructed('serious'),
  'delivery:whispering': approximated('a very soft voice'),
  'delivery:shouting': approximated('a voice as loud as possible'),
  'delivery:laughing': full(),
  'delivery:crying': none("The words are spoken without crying, in the voice's own way."),
  'delivery:singing': none('The words are spoken, not sung.'),
  'delivery:robotic': full(),
  'event:laughter': full(),
  'event:breath': full(),
  'event:quick_breath': full(),
  'event:cough': full(),
  'event:sigh': full(),
  'event:noise': full(),
  'event:clucking': full(),
  'event:accent': full(),
  'event:hissing': full(),
  'event:lipsmack': full(),
  'event:vocalized-noise': full(),
  'event:mn': full(),
  'event:applause': none('Nothing is heard in its place.'),
  'event:sneeze': none('Nothing is heard in its place.'),
  'event:music': none('Nothing is heard in its place.'),
  'prosody:rate': full(),
  'prosody:pitch': full(),
  'prosody:range': full(),
  'prosody:volume': full(),
  'emphasis:strong': full(),
  'emphasis:moderate': none('The word stands out as the sentence has it.'),
  'emphasis:reduced': none('The word stands out as the sentence has it.'),
  'pronunciation:ipa': approximated('the nearest sounds of English or Mandarin'),
  'pronunciation:arpabet': full(),
  'pronunciation:pinyin': full(),
  laughter: full(),
  instruct: approximated('its first sixty characters, where the model follows them'),
};

function instructed(how: string): Support {
  return approximated(`a voice that was told to be ${how}, which it was not trained on`);
}
