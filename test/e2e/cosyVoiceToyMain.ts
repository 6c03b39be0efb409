import type { ExecutionProvider } from '../../protocol/inference.ts';
import {
  openToyFlow,
  openToyLanguageModel,
  readCosyVoiceToy,
  readToyVoice,
  speakToyTokens,
} from '../support/cosyVoiceToy.ts';
import { maxDifference } from '../support/golden.ts';

/** How far the tiny CosyVoice is from its reference. */
export interface ToyParity {
  readonly providers: readonly string[];
  readonly isSameTokens: boolean;
  readonly logitsDifference: number;
  readonly melDifference: number;
}

/** Runs the tiny CosyVoice; argv: provider. Prints a `ToyParity`. */
async function main([provider]: readonly string[]): Promise<void> {
  const options = { provider: provider as ExecutionProvider };
  const values = readCosyVoiceToy();
  const model = await openToyLanguageModel(options);
  const { tokens, logitsDifference } = await speakToyTokens(model, values);
  const { flow, folder } = await openToyFlow(options);
  const request = { voice: readToyVoice(values), tokens, isFinal: true, chunkFrames: 50 };
  const mel = await flow.run(request, new AbortController().signal);
  const parity: ToyParity = {
    providers: [model.session.provider],
    isSameTokens: tokens.join() === values('tokens').join(),
    logitsDifference,
    melDifference: maxDifference(mel, values('mel_stream_mask')),
  };
  process.stdout.write(JSON.stringify(parity));
  await model.folder.remove();
  await folder.remove();
}

await main(process.argv.slice(2));
