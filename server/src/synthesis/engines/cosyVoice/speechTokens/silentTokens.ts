/** Speech tokens of CosyVoice 3 that are silence or breath. Source: FunAudioLLM/CosyVoice cosyvoice/cli/model.py. */
export const silentTokens: ReadonlySet<number> = new Set([
  1, 2, 28, 29, 55, 248, 494, 2241, 2242, 2322, 2323,
]);

/**
 * Tells token by token which ones the flow hears: of silent ones in a row only the first ones. The language model keeps
 * all of them.
 *
 * @param mostInRow  silent tokens of 40 ms that stay
 */
export function createSilenceFilter(mostInRow = 5): (token: number) => boolean {
  let inRow = 0;
  return (token) => {
    inRow = silentTokens.has(token) ? inRow + 1 : 0;
    return inRow <= mostInRow;
  };
}
