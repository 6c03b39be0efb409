import type { CosyVoiceVersion } from '../cosyVoiceVersion.ts';

/** Ends what a model is told before what it says. */
export const endOfPrompt = '<|endofprompt|>';

/**
 * The tokens beyond Qwen2's 151643 pieces that are recognized before pieces are looked for, by their text: Qwen2's own
 * three, 17 of CosyVoice 2, and of CosyVoice 3 the phones of CMU's dictionary and the initials and finals of pinyin.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/tokenizer/tokenizer.py, CosyVoice2Tokenizer and CosyVoice3Tokenizer.
 */
export function createSpecialTokens(version: CosyVoiceVersion): ReadonlyMap<string, number> {
  const phones = version === 3 ? ['<|endofsystem|>', ...[...arpabetPhones(), ...pinyinParts].map(toTag)] : [];
  const tokens = [...qwenTokens, endOfPrompt, ...tags, ...phones];
  return new Map(tokens.map((token, index) => [token, firstId + index]));
}

const firstId = 151_643;
const qwenTokens = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];

const tags = [
  '[breath]',
  '<strong>',
  '</strong>',
  '[noise]',
  '[laughter]',
  '[cough]',
  '[clucking]',
  '[accent]',
  '[quick_breath]',
  '<laughter>',
  '</laughter>',
  '[hissing]',
  '[sigh]',
  '[vocalized-noise]',
  '[lipsmack]',
  '[mn]',
];

/** Vowels alone and with each stress, consonants; in the order of the alphabet. */
export function arpabetPhones(): string[] {
  const vowels = 'AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW'.split(' ');
  const consonants = 'B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH'.split(' ');
  return [
    ...vowels.flatMap((vowel) => ['', '0', '1', '2'].map((stress) => vowel + stress)),
    ...consonants,
  ].sort();
}

/** Initials, and finals with their tone; those the model was trained with, in its order. */
export const pinyinParts: readonly string[] = `
a ai an ang ao b c ch d e ei en eng f g h i ian in ing iu ià iàn iàng iào iá ián iáng iáo iè ié iòng ióng iù iú iā iān
iāng iāo iē iě iōng iū iǎ iǎn iǎng iǎo iǒng iǔ j k l m n o ong ou p q r s sh t u uang ue un uo uà uài uàn uàng uá uái
uán uáng uè ué uì uí uò uó uā uāi uān uāng uē uě uī uō uǎ uǎi uǎn uǎng uǐ uǒ vè w x y z zh à ài àn àng ào á ái án áng
áo è èi èn èng èr é éi én éng ér ì ìn ìng í ín íng ò òng òu ó óng óu ù ùn ú ún ā āi ān āng āo ē ēi ēn ēng ě ěi ěn ěng
ěr ī īn īng ō ōng ōu ū ūn ǎ ǎi ǎn ǎng ǎo ǐ ǐn ǐng ǒ ǒng ǒu ǔ ǔn ǘ ǚ ǜ`
  .trim()
  .split(/\s+/u);

function toTag(name: string): string {
  return `[${name}]`;
}
