import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { Session } from '../../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../../server/src/inference/tensor.ts';
import { openCosyVoiceModel } from '../../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import { readCosyVoiceToy, readToyVoice, speakToyTokens } from '../../support/cosyVoiceToy.ts';
import { installCosyVoiceToy } from '../../support/cosyVoiceToyModel.ts';
import { openToyVocoder } from '../../support/cosyVoiceToyVocoder.ts';
import { maxDifference } from '../../support/golden.ts';

/** How far the tiny CosyVoice is from its reference. */
export interface ToyParity {
  readonly provider: string;
  /** What was computed elsewhere than wished, and that graphs are prepared. */
  readonly notes: readonly string[];
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
  const session = {
    provider: provider as ExecutionProvider,
    threadCount: 1,
    spinning: false,
    onFallback: ({ message }: { readonly message: string }) => notes.push(message),
  };
  const notes: string[] = [];
  const never = new AbortController().signal;
  const values = readCosyVoiceToy();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-cosyvoice-'));
  const model = await openCosyVoiceModel(
    await installCosyVoiceToy(folder),
    { session, onNote: (note) => notes.push(note) },
    never,
  );
  const { tokens, logitsDifference } = await speakToyTokens(model, { values, count: spokenCount });
  const spoken = [...values('tokens').slice(0, streamedCount)];
  const request = { voice: readToyVoice(values), tokens: spoken, isFinal: false, chunkFrames: 50 };
  const mel = await model.flow.run(request, never);
  const frameCount = mel.length / bandCount;
  const whole = values('mel_stream_mask');
  const expected = whole.filter((_, index) => index % (whole.length / bandCount) < frameCount);
  // The reference's sound is of its own source.
  const vocoder = await openToyVocoder(session);
  const sound = await makeSound(vocoder.sessions.vocoder, values);
  const parity: ToyParity = {
    provider: model.provider,
    notes,
    isSameTokens: tokens.join() === values('tokens').slice(0, spokenCount).join(),
    logitsDifference,
    melDifference: maxDifference(mel, expected),
    soundDifference: maxDifference(sound, values('audio').slice(0, sound.length)),
  };
  process.stdout.write(JSON.stringify(parity));
  await vocoder.folder.remove();
  await model.dispose();
  await rm(folder, { recursive: true });
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
