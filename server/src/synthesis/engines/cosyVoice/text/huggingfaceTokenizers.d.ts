/** What is used of it: its own declarations name their files in a way that Node's resolution does not know. */
declare module '@huggingface/tokenizers' {
  export class Tokenizer {
    /**
     * @param tokenizer  the content of a `tokenizer.json`
     * @param config     the content of a `tokenizer_config.json`
     */
    constructor(tokenizer: object, config: object);
    encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: number[] };
  }
}
