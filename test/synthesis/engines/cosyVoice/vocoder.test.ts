import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { buildPitchGraph } from '../../../../server/src/synthesis/engines/cosyVoice/graph/pitchGraph.ts';
import { buildVocoderGraph } from '../../../../server/src/synthesis/engines/cosyVoice/graph/vocoderGraph.ts';
import {
  readSourceWeights,
  startVocoder,
} from '../../../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import { openCheckpointFolder } from '../../../support/checkpointGraph.ts';
import { cosyVoiceToyFolder, readCosyVoiceToy } from '../../../support/cosyVoiceToy.ts';
import { openToyVocoder, readToyNoise, type ToyVocoder } from '../../../support/cosyVoiceToyVocoder.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const frameCount = 160;

interface Fixture extends ToyVocoder {
  readonly values: (name: string) => Float32Array;
}

describe.skipIf(!hasGolden)('the vocoder with the tiny weights', () => {
  const fixture: { ready?: Promise<Fixture> } = {};
  const ready = (): Promise<Fixture> => (fixture.ready ??= openFixture());

  async function openFixture(): Promise<Fixture> {
    return { ...(await openToyVocoder()), values: readCosyVoiceToy() };
  }

  afterAll(async () => {
    await (await ready()).folder.remove();
  });

  test('hears the pitch of the reference', async () => {
    const { sessions, values } = await ready();
    const mel = float32Tensor(values('mel_offline'), [1, 80, frameCount]);
    const pitch = outputOf(await sessions.pitch.run({ mel }), 'f0', 'float32').data;
    expect(maxDifference(pitch, values('f0_f64'))).toBeLessThan(1e-3);
  });

  test('makes the sound of the reference of its source', async () => {
    const { sessions, values } = await ready();
    const mel = float32Tensor(values('mel_offline'), [1, 80, frameCount]);
    const source = float32Tensor(values('source'), [1, 1, frameCount * 480]);
    const audio = outputOf(await sessions.vocoder.run({ mel, source }), 'audio', 'float32').data;
    expect(maxDifference(audio, values('audio'))).toBeLessThan(1e-4);
  });

  test('makes the sound of the reference of its own source and the same noise', async () => {
    const { sessions, sourceWeights, values } = await ready();
    const noise = readToyNoise();
    const stream = startVocoder(sessions, { sourceWeights, noise });
    const audio = await stream.push(values('mel_offline'), true, never);
    expect(maxDifference(audio, values('audio'))).toBeLessThan(5e-3);
  });

  test('streams what the reference streams', async () => {
    const { sessions, sourceWeights, values } = await ready();
    const noise = readToyNoise();
    const stream = startVocoder(sessions, { sourceWeights, noise });
    const mel = values('stream_mel');
    const first = await stream.push(frames(mel, 0, 90), false, never);
    const second = await stream.push(frames(mel, 90, frameCount), true, never);
    expect([first.length, second.length]).toEqual([39_360, 37_440]);
    expect(maxDifference(Float32Array.of(...first, ...second), values('stream_audio'))).toBeLessThan(5e-3);
  });

  test.each([[[160]], [[90, 70]], [[1, 2, 3, 4, 5, 145]], [[8, 8, 40, 40, 40, 24]], [[100, 59, 1, 0]]])(
    'sounds the same cut into %j',
    async (counts) => {
      const { sessions, sourceWeights, values } = await ready();
      const mel = values('mel_offline');
      const whole = await startVocoder(sessions, { sourceWeights }).push(mel, true, never);
      const stream = startVocoder(sessions, { sourceWeights });
      const parts: Float32Array[] = [];
      let start = 0;
      for (const [index, count] of counts.entries()) {
        parts.push(await stream.push(frames(mel, start, start + count), index === counts.length - 1, never));
        start += count;
      }
      const joined = Float32Array.from(parts.flatMap((part) => [...part]));
      expect(maxDifference(joined, whole)).toBeLessThan(1e-4);
    },
  );

  test('another pitch sounds otherwise, and a noise that is placed sounds the same again', async () => {
    const { sessions, sourceWeights, values } = await ready();
    const mel = frames(values('mel_offline'), 0, 40);
    const speak = (changePitch?: (pitchHz: Float32Array) => Float32Array): Promise<Float32Array> =>
      startVocoder(sessions, { sourceWeights, ...(changePitch && { changePitch }) }).push(mel, true, never);
    const plain = await speak();
    expect(maxDifference(await speak(), plain)).toBe(0);
    expect(maxDifference(await speak((pitchHz) => pitchHz.map((hz) => 2 * hz)), plain)).toBeGreaterThan(1e-3);
  });

  test('calls no model once it is cancelled', async () => {
    const { sessions, sourceWeights, values } = await ready();
    const stream = startVocoder(sessions, { sourceWeights });
    const cancelled = AbortSignal.abort(new Error('enough'));
    await expect(stream.push(values('mel_offline'), true, cancelled)).rejects.toThrow('enough');
  });

  test('refuses a checkpoint of another model', async () => {
    const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'flow.pt'));
    const { checkpoint, location } = folder;
    expect(() => buildVocoderGraph(checkpoint, location)).toThrow('flow.pt cannot be used: it has no tensor');
    expect(() => buildPitchGraph(checkpoint, location)).toThrow('flow.pt cannot be used: it has no tensor');
    await expect(readSourceWeights(checkpoint)).rejects.toMatchObject({ code: 'modelIncompatible' });
    await folder.remove();
  });
});

/** Of row-major [80, T]. */
function frames(mel: Float32Array, start: number, end: number): Float32Array {
  const count = mel.length / 80;
  return mel.filter((_, index) => index % count >= start && index % count < end);
}
