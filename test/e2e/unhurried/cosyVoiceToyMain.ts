import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { Session } from '../../../server/src/inference/session.ts';
import {
  openToyFlow,
  openToyLanguageModel,
  readCosyVoiceToy,
  readToyVoice,
  speakToyTokens,
} from '../../support/cosyVoiceToy.ts';
import { openToyVocoder } from '../../support/cosyVoiceToyVocoder.ts';
import { float32Tensor, outputOf } from '../../../server/src/inference/tensor.ts';
import { maxDifference } from '../../support/golden.ts';

/** How far the tiny CosyVoice is from its reference. */
export interface ToyParity {
  readonly provider: string;
  readonly isSameTokens: boolean;
  readonly logitsDifference: number;
  readonly melDifference: number;
  readonly soundDifference: number;
}

const spokenCount = 6;
/** Two chunks of 50 frames with the clip's 60, and three tokens to look at. */
const streamedCount = 23;
const bandCount = 80;

/** Speaks a few tokens with the tiny CosyVoice, makes the first chunk of their stream and a little sound; argv: provider. */
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
  const vocoder = await openToyVocoder(options);
  const sound = await makeSound(vocoder.sessions.vocoder, values);
  const parity: ToyParity = {
    provider: model.session.provider,
    isSameTokens: tokens.join() === values('tokens').slice(0, spokenCount).join(),
    logitsDifference,
    melDifference: maxDifference(mel, expected),
    soundDifference: maxDifference(sound, values('audio').slice(0, sound.length)),
  };
  process.stdout.write(JSON.stringify(parity));
  await vocoder.folder.remove();
  await model.folder.remove();
  await folder.remove();
}

const soundFrames = 10;
const frameSamples = 480;

/** Of the first frames of the reference, without the five that would need the next ones. */
async function makeSound(vocoder: Session, values: (name: string) => Float32Array): Promise<Float32Array> {
  const whole = values('mel_offline');
  const mel = whole.filter((_, index) => index % (whole.length / bandCount) < soundFrames);
  const source = values('source').slice(0, soundFrames * frameSamples);
  const outputs = await vocoder.run({
    mel: float32Tensor(mel, [1, bandCount, soundFrames]),
    source: float32Tensor(source, [1, 1, source.length]),
  });
  return outputOf(outputs, 'audio', 'float32').data.slice(0, (soundFrames - 5) * frameSamples);
}

await main(process.argv.slice(2));
