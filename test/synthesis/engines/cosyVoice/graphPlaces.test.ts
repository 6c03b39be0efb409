import { describe, expect, it } from 'vitest';
import { SpeechError, type SpeechErrorCode } from '../../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import {
  chooseGraphPlaces,
  type GraphPlace,
} from '../../../../server/src/synthesis/engines/cosyVoice/graphPlaces.ts';
import { openInPlace } from '../../../../server/src/synthesis/engines/cosyVoice/openInPlace.ts';

const toText = (places: readonly GraphPlace[]): string =>
  places.map(({ provider, arithmetic }) => `${provider} ${arithmetic}`).join(', ');

describe('where the graphs run', () => {
  const cpu = 'cpu eightBits';
  it.each<{
    provider: ExecutionProvider;
    hasHalves: boolean;
    languageModel: string;
    flow: string;
    vocoder: string;
  }>([
    { provider: 'cpu', hasHalves: false, languageModel: cpu, flow: cpu, vocoder: cpu },
    {
      provider: 'webgpu',
      hasHalves: true,
      languageModel: `webgpu halves, webgpu floats, ${cpu}`,
      flow: `webgpu halves, webgpu floats, ${cpu}`,
      vocoder: `webgpu floats, ${cpu}`,
    },
    {
      provider: 'webgpu',
      hasHalves: false,
      languageModel: `webgpu floats, ${cpu}`,
      flow: `webgpu floats, ${cpu}`,
      vocoder: `webgpu floats, ${cpu}`,
    },
    {
      provider: 'cuda',
      hasHalves: true,
      languageModel: `cuda halves, cuda floats, ${cpu}`,
      flow: `cuda halves, cuda floats, ${cpu}`,
      vocoder: `cuda floats, ${cpu}`,
    },
    {
      provider: 'dml',
      hasHalves: true,
      languageModel: cpu,
      flow: `dml halves, dml floats, ${cpu}`,
      vocoder: `dml floats, ${cpu}`,
    },
    {
      provider: 'coreml',
      hasHalves: true,
      languageModel: cpu,
      flow: `coreml floats, ${cpu}`,
      vocoder: cpu,
    },
  ])('$provider, halves $hasHalves', ({ provider, hasHalves, ...expected }) => {
    const places = chooseGraphPlaces(provider, { hasHalves, hasExactProducts: true });
    expect({
      languageModel: toText(places.languageModel),
      flow: toText(places.flow),
      vocoder: toText(places.vocoder),
    }).toEqual(expected);
  });

  it('on a processor whose products overflow, weights have seven bits', () => {
    const { flow } = chooseGraphPlaces('webgpu', { hasHalves: false, hasExactProducts: false });
    expect(toText(flow)).toBe('webgpu floats, cpu sevenBits');
  });

  it('exactly, all is in floats of 32 bits', () => {
    const { languageModel } = chooseGraphPlaces('webgpu', { hasHalves: true, hasExactProducts: true }, true);
    expect(toText(languageModel)).toBe('webgpu floats, cpu floats');
  });
});

describe('a part that is opened', () => {
  const { flow: places } = chooseGraphPlaces('webgpu', { hasHalves: true, hasExactProducts: true });

  const notes: string[] = [];

  /** What each place answers: the part, or an error of that code. */
  async function open(
    codes: readonly (SpeechErrorCode | undefined)[],
  ): Promise<{ readonly opened: string; readonly notes: readonly string[] }> {
    notes.length = 0;
    let index = -1;
    const opened = await openInPlace({
      name: 'the flow',
      places,
      open: (place) => {
        index += 1;
        const code = codes[index];
        return code === undefined
          ? Promise.resolve(toText([place]))
          : Promise.reject(new SpeechError(code, { message: 'It does not fit.', hint: 'Try less.' }));
      },
      onNote: (note) => notes.push(note),
    });
    return { opened, notes: [...notes] };
  }

  it('is where it runs best, without a word', async () => {
    expect(await open([])).toEqual({ opened: 'webgpu halves', notes: [] });
  });

  it('is in floats where halves fail, and on the processor where the card has too little memory', async () => {
    expect(await open(['engineFailed', 'outOfMemory'])).toEqual({
      opened: 'cpu eightBits',
      notes: [
        'It does not fit. CosyVoice computes the flow in floats of 32 bits instead.',
        'It does not fit. CosyVoice computes the flow on the processor instead.',
      ],
    });
  });

  it.each<SpeechErrorCode>(['outOfMemory', 'modelIncompatible'])(
    'fails where the processor fails, and says nothing of other places: %s',
    async (code) => {
      await expect(open([code, code, code])).rejects.toMatchObject({ code });
      expect(notes).toEqual([]);
    },
  );

  it.each<SpeechErrorCode>(['modelCorrupt', 'modelNotInstalled', 'diskFull'])(
    'fails at once where every place would: %s',
    async (code) => {
      await expect(open([code])).rejects.toMatchObject({ code });
    },
  );
});
