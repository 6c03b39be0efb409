import { expect, test } from 'vitest';
import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { createTakeEar } from '../../server/src/access/takeEar.ts';
import { recognizer, voiceActivity } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';

const sound = {
  samples: Float32Array.from({ length: 24_000 }, (_, index) => Math.sin(index / 10) / 2),
  sampleRateHz: 24_000,
};

function createEar(onHeard: (samples: Float32Array) => void = () => undefined) {
  const heard: string[] = ['as it is', 'in some noise', 'in much noise'];
  const hearing = {
    ...recognizer,
    recognize: (samples: Float32Array) => {
      onHeard(samples);
      return Promise.resolve({ ...unknownUtterance, text: heard.shift() ?? '', emotion: 'happy' as const });
    },
  };
  return createTakeEar({ recognizer: hearing, voiceActivity, options: { language: 'en' } }, 'en');
}

test('a take is heard as it is, and with more and more noise', async () => {
  const powers: number[] = [];
  const ear = createEar((samples) =>
    powers.push(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length),
  );
  expect(await ear.hear(sound, never)).toEqual({
    text: 'as it is',
    inNoise: ['in some noise', 'in much noise'],
    emotion: 'happy',
  });
  const [plain = 0, some = 0, much = 0] = powers;
  expect(some).toBeGreaterThan(plain);
  expect(much).toBeGreaterThan(some);
});

test('after an abort it is not heard again', async () => {
  const stop = new AbortController();
  let count = 0;
  const ear = createEar(() => {
    count += 1;
    stop.abort(new Error('Enough.'));
  });
  await expect(ear.hear(sound, stop.signal)).rejects.toThrow('Enough.');
  expect(count).toBe(1);
});
