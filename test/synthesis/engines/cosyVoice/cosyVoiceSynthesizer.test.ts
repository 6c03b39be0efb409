import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpeechError } from '../../../../protocol/errors.ts';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import { joinSamples } from '../../../../server/src/audio/joinSamples.ts';
import { createCosyVoiceSynthesizer } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceSynthesizer.ts';
import {
  createTokenRows,
  startLanguageModel,
} from '../../../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import { startVocoder } from '../../../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import type { VoiceProfile } from '../../../../server/src/voices/voiceProfile.ts';
import type {
  SynthesizedUtterance,
  Synthesizer,
  UtteranceRequest,
} from '../../../../server/src/synthesis/synthesizer.ts';
import { openToyFlow, openToyLanguageModel, readCosyVoiceToy } from '../../../support/cosyVoiceToy.ts';
import { openToyVocoder } from '../../../support/cosyVoiceToyVocoder.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const plain: UtteranceRequest = { text: '你好', voice: 'mei', prosody: neutralProsody, spans: [] };

const noVoice = new SpeechError('unknownVoice', { message: 'No such voice.', hint: 'Choose another.' });

describe.skipIf(!hasGolden)('with the tiny weights', () => {
  const opened: { synthesizer?: Synthesizer; encoded: string[] } = { encoded: [] };

  beforeAll(async () => {
    const values = readCosyVoiceToy();
    const language = await openToyLanguageModel();
    const flow = await openToyFlow();
    const vocoder = await openToyVocoder();
    const mei: VoiceProfile = {
      name: 'Mei',
      consent: { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' },
      clips: [
        {
          emotion: null,
          transcript: '希望',
          language: 'zh-CN',
          tokens: Int32Array.from(values('prompt_speech_tokens')),
          mel: values('prompt_feat'),
          embedding: values('embedding'),
        },
      ],
    };
    const folders = [language.folder, flow.folder, vocoder.folder];
    opened.synthesizer = createCosyVoiceSynthesizer({
      model: 'toy',
      // Of the toy's thousand text tokens.
      encode: (text) => {
        opened.encoded.push(text);
        return Array.from(text.slice(-6), (character) => (character.codePointAt(0) ?? 0) % 1000);
      },
      openVoice: (name) => (name === 'mei' ? Promise.resolve(mei) : Promise.reject(noVoice)),
      parts: {
        provider: 'cpu',
        rows: createTokenRows(language.folder.checkpoint, language.shape),
        flow: flow.flow,
        startLanguageModel: () => startLanguageModel(language.session, language.shape),
        startVocoder: (options) =>
          startVocoder(vocoder.sessions, { sourceWeights: vocoder.sourceWeights, ...options }),
        dispose: async () => {
          for (const folder of folders) await folder.remove();
        },
      },
    });
  });

  afterAll(() => opened.synthesizer?.dispose());

  async function speak(change: Partial<UtteranceRequest> = {}): Promise<Float32Array> {
    const { samples } = (await opened.synthesizer?.synthesize(
      { ...plain, ...change },
      never,
    )) as SynthesizedUtterance;
    return samples;
  }

  async function hear(change: Partial<UtteranceRequest>) {
    const pieces: Float32Array[] = [];
    const { samples } = (await opened.synthesizer?.synthesize({ ...plain, ...change }, never, (piece) => {
      pieces.push(piece);
    })) as SynthesizedUtterance;
    return { pieces, rest: samples };
  }

  it('speaks, and the same again', async () => {
    const samples = await speak();
    // Two to twenty tokens of 40 ms for each of three of the text.
    expect(samples.length / 960).toBeGreaterThanOrEqual(6);
    expect(samples.length / 960).toBeLessThanOrEqual(60);
    expect(samples.every((sample) => Math.abs(sample) <= 0.99)).toBe(true);
    expect(await speak()).toEqual(samples);
    expect(opened.encoded).toContain('You are a helpful assistant.<|endofprompt|>希望');
    expect(opened.encoded).toContain('你好。');
  });

  it('draws each take from another seed, and the same one always alike', async () => {
    const takes = [await speak(), await speak({ takeIndex: 1 }), await speak({ takeIndex: 2 })];
    expect(new Set(takes.map((samples) => samples.join())).size).toBe(3);
    expect(await speak({ takeIndex: 0 })).toEqual(takes[0]);
    expect(await speak({ takeIndex: 2 })).toEqual(takes[2]);
  });

  it('changes rate, pitch and loudness of the same words', async () => {
    const samples = await speak();
    const fast = await speak({ prosody: { ...neutralProsody, rateFactor: 2 } });
    expect(fast.length / samples.length).toBeCloseTo(0.5, 1);
    const soft = await speak({ prosody: { ...neutralProsody, energyDb: -20 } });
    expect(
      maxDifference(
        soft.map((sample) => sample * 10),
        samples,
      ),
    ).toBeLessThan(1e-6);
    const high = await speak({ prosody: { ...neutralProsody, pitchFactor: 2 } });
    expect(high).toHaveLength(samples.length);
    expect(maxDifference(high, samples)).toBeGreaterThan(1e-3);
  });

  it.each([
    { ...neutralProsody },
    { ...neutralProsody, rateFactor: 0.8, energyDb: -6 },
    { ...neutralProsody, pitchFactor: 1.2 },
  ])('tells somebody who waits the same sound in pieces, with %j', async (prosody) => {
    const text = '今天天气很好';
    const whole = await speak({ text, prosody });
    const { pieces, rest } = await hear({ text, prosody });
    expect(pieces.length).toBeGreaterThan(1);
    expect(rest).toHaveLength(0);
    // The phases sum up what is left of rounding.
    expect(maxDifference(joinSamples(pieces), whole)).toBeLessThan(1e-3);
  });

  it('tells the whole where the range changes, which is meant around its middle', async () => {
    const change = { prosody: { ...neutralProsody, rangeFactor: 0.5 } };
    const { pieces } = await hear(change);
    expect(pieces).toEqual([await speak(change)]);
  });

  it('tells nothing more once it is cancelled', async () => {
    const stop = new AbortController();
    const pieces: Float32Array[] = [];
    const spoken = opened.synthesizer?.synthesize(
      { ...plain, text: '今天天气很好' },
      stop.signal,
      (piece) => {
        pieces.push(piece);
        stop.abort(new Error('enough'));
      },
    );
    await expect(spoken).rejects.toThrow('enough');
    expect(pieces).toHaveLength(1);
  });

  it('gives a wish to the model', async () => {
    await speak({ style: { emotion: 'sad' } });
    expect(opened.encoded).toContain('You are a helpful assistant. 请非常伤心地说一句话。<|endofprompt|>');
    await speak({ events: [{ offset: 0, event: 'breath' }] });
    expect(opened.encoded).toContain('You are a helpful assistant.<|endofprompt|>[breath]你好。');
    await speak({ style: { delivery: 'laughing' } });
    expect(opened.encoded).toContain(
      'You are a helpful assistant.<|endofprompt|><laughter>你好</laughter>。',
    );
  });

  it.each(['', '……', '  \n'])('%j gives no sound', async (text) => {
    expect(await speak({ text })).toHaveLength(0);
  });

  it('knows no other voice, and not every language', async () => {
    await expect(speak({ voice: 'may' })).rejects.toBe(noVoice);
    await expect(speak({ language: 'th' })).rejects.toMatchObject({ code: 'languageUnsupported' });
  });
});
