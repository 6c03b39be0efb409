import type { SpokenToken } from '../../spokenToken.ts';

/** One word of the sentence in the company of its neighbors. */
export interface SpokenWord {
  /** Lower case, or one upper-case letter said by its name. */
  readonly text: string;
  readonly token: SpokenToken;
  readonly tokenIndex: number;
  /** The phrase ends before or after this word: punctuation, or the text's own end. */
  readonly startsPhrase: boolean;
  readonly endsPhrase: boolean;
}

/** The words of a sentence in order; the rules look at the neighbors by index. */
export type Sentence = readonly SpokenWord[];

export function toSentence(tokens: readonly SpokenToken[]): Sentence {
  const words: SpokenWord[] = [];
  tokens.forEach((token, tokenIndex) => {
    const isFirst = tokenIndex === 0 || token.before !== '' || (tokens[tokenIndex - 1]?.after ?? '') !== '';
    const isLast =
      tokenIndex === tokens.length - 1 || token.after !== '' || tokens[tokenIndex + 1]?.before !== '';
    token.words.forEach((text, index) => {
      words.push({
        text: text.replaceAll('’', "'"),
        token,
        tokenIndex,
        startsPhrase: isFirst && index === 0,
        endsPhrase: isLast && index === token.words.length - 1,
      });
    });
  });
  return words;
}

/** The neighbor's text when no pause lies between, else an empty string. */
export function wordBefore(sentence: Sentence, index: number): string {
  return sentence[index]?.startsPhrase === true ? '' : (sentence[index - 1]?.text ?? '');
}

export function wordAfter(sentence: Sentence, index: number): string {
  return sentence[index]?.endsPhrase === true ? '' : (sentence[index + 1]?.text ?? '');
}
