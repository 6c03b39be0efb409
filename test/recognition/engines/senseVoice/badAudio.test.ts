import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodePcm16 } from '../../../../server/src/audio/pcm.ts';
import { createResampler } from '../../../../server/src/audio/resample.ts';
import { recognizeFile } from '../../../../server/src/recognition/recognizeFile.ts';
import type { Recognizer } from '../../../../server/src/recognition/recognizer.ts';
import { createTempFolder, wavBytes } from '../../../audioFiles/audioFixtures.ts';
import { hasGolden, readGoldenWav } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { openToy, toyFolder } from '../../../support/senseVoiceToy.ts';
import { createFakeVoiceActivity } from '../../fakeVoiceActivity.ts';

const recognizer: Recognizer | null = hasGolden ? await openToy('sherpa.onnx') : null;

afterAll(() => recognizer?.dispose());

async function textOf(samples: Float32Array): Promise<string> {
  if (recognizer === null) throw new Error('No recognizer.');
  const { text, words } = await recognizer.recognize(samples, {}, never);
  const durationMs = samples.length / 16;
  for (const { startMs, endMs, confidence } of words ?? []) {
    expect(startMs).toBeLessThan(endMs);
    expect(endMs).toBeLessThanOrEqual(durationMs + 60);
    expect(confidence).toBeGreaterThan(0);
  }
  return text;
}

const spoken = hasGolden ? readGoldenWav(path.join(toyFolder, 'golden/u1.wav')) : new Float32Array();
const said = 'set four two five go two.';

function tones(seconds: number, frequenciesHz: readonly number[]): Float32Array {
  return Float32Array.from({ length: seconds * 16_000 }, (_, index) =>
    frequenciesHz.reduce((sum, hz) => sum + 0.1 * Math.sin((2 * Math.PI * hz * index) / 16_000), 0),
  );
}

describe.skipIf(!hasGolden)('sound that is hard to hear', () => {
  it.each([
    { what: 'no sample', samples: new Float32Array(0) },
    { what: 'one sample', samples: new Float32Array(1) },
    { what: 'a sample less than a frame', samples: new Float32Array(399) },
    { what: 'the shortest sound of a frame', samples: new Float32Array(400) },
    { what: 'the shortest sound, all of it at the limit', samples: new Float32Array(400).fill(1) },
    { what: 'silence', samples: new Float32Array(48_000) },
    { what: 'silence with an offset', samples: new Float32Array(48_000).fill(0.5) },
    { what: 'half a minute of silence', samples: new Float32Array(480_000) },
    { what: 'a chord that lasts', samples: tones(6, [261.6, 329.6, 392]) },
    { what: 'the hum of the mains', samples: tones(10, [50, 100, 150]) },
    { what: 'nothing but NaN', samples: new Float32Array(16_000).fill(NaN) },
  ])('$what says nothing', async ({ samples }) => {
    expect(await textOf(samples)).toBe('');
  });

  it.each([
    { what: 'as it was recorded', samples: spoken },
    { what: 'with an offset', samples: spoken.map((sample) => sample * 0.5 + 0.4) },
    { what: 'at half the level', samples: spoken.map((sample) => sample / 2) },
    { what: 'clipped', samples: spoken.map((sample) => Math.max(-1, Math.min(1, sample * 4.5))) },
    { what: 'louder than full scale', samples: spoken.map((sample) => sample * 3) },
    { what: 'with a sample that is no number', samples: spoken.with(800, NaN) },
    { what: 'with one that is infinite', samples: spoken.with(800, -Infinity) },
  ])('the words of speech $what are understood', async ({ samples }) => {
    expect((await textOf(samples)).replace('.', '')).toBe(said.replace('.', ''));
  });

  it('what is longer than half a minute is refused', async () => {
    await expect(textOf(new Float32Array(480_001))).rejects.toMatchObject({ code: 'inputTooLong' });
  });

  it.each(['left', 'right'])(
    'a stereo file at 44.1 kHz is understood when its %s channel is dead',
    async (dead) => {
      if (recognizer === null) return;
      const resampler = createResampler(16_000, 44_100);
      const live = [resampler.push(spoken), resampler.flush()].flatMap((chunk) => [...chunk]);
      const frames = live.flatMap((sample) => (dead === 'left' ? [0, sample] : [sample, 0]));
      await using folder = await createTempFolder();
      const file = folder.file('dead.wav');
      const data = encodePcm16(Float32Array.from(frames));
      await writeFile(file, wavBytes({ bits: 16, channelCount: 2, sampleRateHz: 44_100, data }));
      const tools = { recognizer, voiceActivity: createFakeVoiceActivity(), options: {} };
      const { segments, durationMs } = await recognizeFile(file, tools, never);
      expect(segments.map(({ text }) => text)).toEqual([said]);
      expect(Math.abs(durationMs - spoken.length / 16)).toBeLessThan(1);
    },
  );
});
