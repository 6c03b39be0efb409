/** Whether a text is read by the rules of Chinese: it has at least one of its common characters. */
export function isChinese(text: string): boolean {
  return /[\u4e00-\u9fff]/u.test(text);
}

/**
 * A text as the model expects it: in Chinese without the spaces, brackets and lines it does not know, with its own full
 * stops; in any language in one line and without marks that only the model's own prompts may have. Digits and signs
 * stay: the model reads them.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/frontend.py, text_normalize, without its grammars of numbers. Unlike
 * there a point between digits stays one, and control tokens are no text.
 */
export function cleanText(text: string): string {
  const plain = text.normalize('NFC').replace(controlToken, '').trim();
  return isChinese(plain) ? cleanChinese(plain) : plain.replace(/\s+/gu, ' ');
}

const controlToken = /<\|[^<>|]*\|>/gu;

function cleanChinese(text: string): string {
  return dropSpaces(text.replace(/[\r\n]/gu, ''))
    .replace(/²/gu, '平方')
    .replace(/³/gu, '立方')
    .replace(/(?<!\d)\.|\.(?!\d)/gu, '。')
    .replace(/ - /gu, '，')
    .replace(/[（）【】`]/gu, '')
    .replace(/——/gu, ' ')
    .replace(/[，,、]+$/u, '。');
}

/** A space stays where both of its neighbors are of ASCII and no spaces. */
function dropSpaces(text: string): string {
  return text.replace(/(?<![!-~]) | (?![!-~])/gu, '');
}
