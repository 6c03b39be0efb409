import { addS } from './inflectedWord.ts';
import type { EnglishDialect } from './kokoroPhonemes.ts';
import { parsePronunciation, type Pronunciation } from './phones.ts';

/** How a letter of the alphabet is called, also with `'s` ("the CEO's"). */
export function letterName(text: string, dialect: EnglishDialect): Pronunciation {
  const letter = text.slice(0, 1);
  const isBritishZ = letter === 'Z' && dialect === 'gb';
  const name = parsePronunciation(isBritishZ ? 'Z EH1 D' : (names[letter] ?? ''));
  return text.endsWith("'s") ? addS(name) : name;
}

const names: Readonly<Record<string, string>> = {
  A: 'EY1', B: 'B IY1', C: 'S IY1', D: 'D IY1', E: 'IY1', F: 'EH1 F', G: 'JH IY1', H: 'EY1 CH', I: 'AY1',
  J: 'JH EY1', K: 'K EY1', L: 'EH1 L', M: 'EH1 M', N: 'EH1 N', O: 'OW1', P: 'P IY1', Q: 'K Y UW1',
  R: 'AA1 R', S: 'EH1 S', T: 'T IY1', U: 'Y UW1', V: 'V IY1', W: 'D AH1 B AH0 L Y UW0', X: 'EH1 K S',
  Y: 'W AY1', Z: 'Z IY1',
}; // prettier-ignore
