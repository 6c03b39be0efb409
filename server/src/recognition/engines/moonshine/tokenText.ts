/** Turns Moonshine's tokens into text, spaces and punctuation as the model gives them. */
export type TokenText = (tokens: readonly number[]) => string;

/** Loads the vocabulary, LLaMA's SentencePiece; it is large and decoded on import, so only when it is needed. */
export async function createTokenText(): Promise<TokenText> {
  const { default: tokenizer } = await import('llama-tokenizer-js');
  return (tokens) => tokenizer.decode(tokens.filter(isText), false, false).trim().replace(/\s+/g, ' ');
}

/** The first three ids control the decoding, and those from 32,000 on are Moonshine's own and mean nothing. */
function isText(token: number): boolean {
  return token >= 3 && token < 32_000;
}
