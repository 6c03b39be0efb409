import { expect, test } from 'vitest';
import { createLogMelSpectrogram } from '../../../../server/src/audio/logMelSpectrogram.ts';
import { createHearing } from '../../../../server/src/recognition/engines/whisper/hearUtterance.ts';
import type { WhisperConfig } from '../../../../server/src/recognition/engines/whisper/whisperConfig.ts';
import type { WhisperModel } from '../../../../server/src/recognition/engines/whisper/whisperModel.ts';
import { never } from '../../../support/never.ts';
import { toyLogits, toyTokens } from './whisperTokens.ts';

const config: WhisperConfig = {
  melCount: 80,
  layerCount: 1,
  encoderHeadCount: 1,
  decoderHeadCount: 1,
  headWidth: 1,
  maxPositions: 1500,
  maxTokens: 448,
  tokens: toyTokens,
};

/** What a toy says of a window, given the tokens before. */
type Script = (situation: {
  readonly positions: number;
  readonly prompt: readonly number[];
  readonly said: readonly number[];
  readonly texts: number;
}) => Float32Array;

const english = toyLogits({ 12: 5 });
const certain = (token: number): Float32Array => toyLogits({ [token]: 20 });

/** Says a script and notes what is asked. */
function createToy(script: Script): { readonly model: WhisperModel; readonly log: string[] } {
  const log: string[] = [];
  let texts = 0;
  const model: WhisperModel = {
    provider: 'cpu',
    dispose: () => Promise.resolve(),
    encode(features) {
      const positions = features.length / config.melCount / 2;
      log.push(`encode ${positions}`);
      return Promise.resolve({
        startText() {
          texts += 1;
          let prompt: readonly number[] = [];
          const said: number[] = [];
          return {
            step(tokens) {
              if (tokens[0] === toyTokens.start) return Promise.resolve(english.slice());
              if (prompt.length === 0) {
                prompt = tokens;
                log.push(`prompt ${tokens.join(' ')}`);
              } else said.push(...tokens);
              return Promise.resolve(script({ positions, prompt, said, texts }).slice());
            },
            dispose: () => undefined,
          };
        },
        dispose: () => void log.push('dispose'),
      });
    },
  };
  return { model, log };
}

const samples = new Float32Array(16_000).fill(0.1);

/** Half a second of sound, a pause, and as much again. */
const withPause = new Float32Array(24_000).map((_, index) => (index < 8000 || index >= 16_000 ? 0.1 : 0));

function hear(script: Script, wish = {}, signal = never, sound = samples) {
  const { model, log } = createToy(script);
  const hearing = createHearing({
    config,
    model,
    logMel: createLogMelSpectrogram(80),
    toText: (tokens) => tokens.filter((token) => token < toyTokens.end).join(' '),
  });
  return hearing(sound, wish, signal).then((heard) => ({ heard, log }));
}

test('a text that is believed is heard once, in half a window and without timestamps', async () => {
  const { heard, log } = await hear(({ said }) => certain([1, 2, 3, toyTokens.end][said.length] ?? 0));
  expect(heard).toMatchObject({ text: '1 2 3', language: { code: 'en' }, isEndless: false });
  expect(log).toEqual(['encode 750', 'prompt 12 15 19', 'dispose']);
});

/** Without timestamps, with them. */
test.each<readonly [name: string, words: readonly number[], stamped: readonly number[], text: string]>([
  ['leaves out a sentence', [1], [20, 1, 30, 30, 2, 3, 40], '1 2 3'],
  ['leaves out nothing', [1, 2, 3], [20, 1, 30, 30, 2, 4, 40], '1 2 3'],
  ['leaves out less', [1, 2, 3, 4], [20, 1, 40], '1 2 3 4'],
])('one with pauses that is short is heard with timestamps too, and %s', async (_, words, stamped, text) => {
  const { heard, log } = await hear(
    ({ prompt, said }) => certain((prompt.length === 3 ? words : stamped)[said.length] ?? toyTokens.end),
    {},
    never,
    withPause,
  );
  expect(heard?.text).toBe(text);
  expect(log).toEqual(['encode 750', 'prompt 12 15 19', 'prompt 12 15', 'dispose']);
});

test('one with pauses that is as long as speech is is heard once', async () => {
  const { heard, log } = await hear(
    ({ said }) => certain([1, 2, 3, 4, 5, 6, 8, 9][said.length] ?? toyTokens.end),
    {},
    never,
    withPause,
  );
  expect(heard?.text).toBe('1 2 3 4 5 6 8 9');
  expect(log).toEqual(['encode 750', 'prompt 12 15 19', 'dispose']);
});

test('one that runs in a circle is heard again in the whole window, with timestamps', async () => {
  const withTimestamps = [20, 1, 2, 3, 30, toyTokens.end];
  const { heard, log } = await hear(({ positions, said }) =>
    certain(positions === 750 ? 5 : (withTimestamps[said.length] ?? 0)),
  );
  expect(heard?.text).toBe('1 2 3');
  expect(log).toEqual(['encode 750', 'prompt 12 15 19', 'dispose', 'encode 1500', 'prompt 12 15', 'dispose']);
});

test('one that is never believed is tried at all temperatures', async () => {
  const { heard, log } = await hear(({ prompt }) =>
    prompt.length === 3 ? certain(5) : toyLogits({ 20: 3, 21: 3, 22: 3 }),
  );
  expect(log.filter((line) => line.startsWith('prompt'))).toHaveLength(7);
  expect(log.filter((line) => line === 'dispose')).toHaveLength(2);
  expect(heard).not.toBeNull();
});

test('the same sound gives the same text, by chance as well', async () => {
  const doubtful: Script = () => toyLogits({ 1: 1, 2: 1.2, 3: 0.8, 10: 2, 25: 1 });
  expect((await hear(doubtful)).heard).toEqual((await hear(doubtful)).heard);
});

test('what is no speech, and is not believed, is nothing', async () => {
  const { model } = createToy(({ said }) => toyLogits({ [said.length === 0 ? 1 : toyTokens.end]: 1 }));
  const quiet: WhisperModel = {
    ...model,
    async encode(features) {
      const sound = await model.encode(features);
      return {
        ...sound,
        startText() {
          const text = sound.startText();
          return {
            ...text,
            step: async (tokens) =>
              tokens[0] === toyTokens.start ? toyLogits({ [toyTokens.noSpeech]: 9 }) : text.step(tokens),
          };
        },
      };
    },
  };
  const toText = (): string => 'you';
  const hearing = createHearing({ config, model: quiet, toText, logMel: createLogMelSpectrogram(80) });
  expect(await hearing(samples, {}, never)).toBeNull();
});

test('a step that is not wanted any more is not taken', async () => {
  const controller = new AbortController();
  let steps = 0;
  const heard = hear(
    () => {
      steps += 1;
      controller.abort(new Error('enough'));
      return certain(1);
    },
    {},
    controller.signal,
  );
  await expect(heard).rejects.toThrow('enough');
  expect(steps).toBe(1);
});
