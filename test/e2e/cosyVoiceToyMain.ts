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
  readonly provider: string;
  readonly isSameTokens: boolean;
  readonly logitsDifference: number;
  readonly melDifference: number;
}

const spokenCount = 6;
/** Two chunks of 50 frames with the clip's 60, and three tokens to look at. */
const streamedCount = 23;
const bandCount = 80;

/** Speaks a few tokens with the tiny CosyVoice, and makes the first chunk of their stream; argv: provider. */
async function main([provider]: readonly string[]): Promise<void> {
  const options = { provider: provider as ExecutionProvider };
  const values = readCosyVoiceToy();
  const model = await openToyLanguageModel(options);
  const { tokens, logitsDifference } = await speakToyTokens(model, { values, count: spokenCount });
  const { flow, folder } = await openToyFlow(options);
  const spoken = [...values('tokens').slice(0, streamedCount)];
  const request = { voice: readToyVoice(values), tokens: spoken, isFinal: false, chunkFrames: 50 };
  const mel = await flow.run(request, new AbortController().signal);
  const frameCount = mel.length / bandCount;
  const whole = values('mel_stream_mask');
  const expected = whole.filter((_, index) => index % (whole.length / bandCount) < frameCount);
  const parity: ToyParity = {
    provider: model.session.provider,
    isSameTokens: tokens.join() === values('tokens').slice(0, spokenCount).join(),
    logitsDifference,
    melDifference: maxDifference(mel, expected),
  };
  process.stdout.write(JSON.stringify(parity));
  await model.folder.remove();
  await folder.remove();
}

await main(process.argv.slice(2));
