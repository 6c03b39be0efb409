import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSession, type Session } from '../../../../server/src/inference/session.ts';
import { float32Tensor } from '../../../../server/src/inference/tensor.ts';
import type { InstalledModel } from '../../../../server/src/models/installedModel.ts';
import type { Model } from '../../../../server/src/onnx/onnxModel.ts';
import { chooseLoader } from '../../../../server/src/synthesis/engines/cosyVoice/chooseLoader.ts';
import {
  createPrefill,
  layOutPrompt,
} from '../../../../server/src/synthesis/engines/cosyVoice/promptLayout.ts';
import { speakSegment } from '../../../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import {
  enrollWithModel,
  type EnrollmentOptions,
} from '../../../../server/src/synthesis/engines/cosyVoice/enrollWithModel.ts';
import { readVoiceProfile, writeVoiceProfile } from '../../../../server/src/voices/profileFile.ts';
import type { ClipRecording, VoiceClip } from '../../../../server/src/voices/voiceProfile.ts';
import { tempFolder } from '../../../models/support/testTransfer.ts';
import { buildSplitToy } from '../../../support/cosyVoiceSplitToy.ts';
import { cosyVoiceToyFolder } from '../../../support/cosyVoiceToy.ts';
import { buildSpeakerModel, buildSpeechTokenizer } from '../../../support/enrollmentGraphs.ts';
import { hasGolden, maxDifference, readNpz, type NpyArray } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { installGraphs } from '../../../support/toyModel.ts';

const session = { provider: 'cpu', threadCount: 1, spinning: false } as const;
const known: Record<string, Model> = {
  'speech_tokenizer_v3.onnx': buildSpeechTokenizer(),
  'campplus.onnx': buildSpeakerModel(),
};

async function enrollOne(model: InstalledModel, recording: ClipRecording): Promise<VoiceClip> {
  const [clip] = await enrollWithModel(model, { recordings: [recording], session }, never);
  if (clip === undefined) throw new Error('No clip was made.');
  return clip;
}

describe.skipIf(!hasGolden)('a clip, seen by graphs of the published names and shapes', () => {
  const dsp = hasGolden
    ? readNpz(path.join(cosyVoiceToyFolder, 'golden_dsp.npz'))
    : new Map<string, NpyArray>();
  const golden = (name: string): Float32Array => dsp.get(name)?.values ?? new Float32Array(0);
  const recording: ClipRecording = {
    samples: golden('wav16'),
    sampleRateHz: 16_000,
    transcript: '希望。',
    language: 'zh',
    emotion: null,
  };

  it.each(['int32', 'int64'] as const)(
    'has the tokens (%s) and the vector of the reference’s features',
    async (type) => {
      await using folder = await tempFolder();
      const graphs = { ...known, 'speech_tokenizer_v3.onnx': buildSpeechTokenizer({ type }) };
      const model = await installGraphs(folder.path, graphs);
      const clip = await enrollOne(model, recording);
      const tokenizer = await createSession(model.path('speech_tokenizer_v3.onnx'), session);
      const tokens = await tokenizer.run({
        feats: float32Tensor(golden('whisper_mel'), [1, 128, 150]),
        feats_length: { type: 'int32', dims: [1], data: Int32Array.of(150) },
      });
      const speaker = await createSession(model.path('campplus.onnx'), session);
      const vector = await speaker.run({ input: float32Tensor(golden('kaldi_fbank_cmn'), [1, 148, 80]) });
      expect(Array.from(clip.tokens)).toEqual(Array.from(tokens['indices']?.data ?? [], Number));
      expect(new Set(clip.tokens).size).toBeGreaterThan(5);
      expect(maxDifference(clip.embedding, vector['output']?.data as Float32Array)).toBeLessThan(1e-4);
      await tokenizer.dispose();
      await speaker.dispose();
    },
  );

  it('has the spectrogram of the reference, two frames a token', async () => {
    await using folder = await tempFolder();
    const model = await installGraphs(folder.path, known);
    const wav24 = { ...recording, samples: golden('wav24'), sampleRateHz: 24_000 };
    const clip = await enrollOne(model, wav24);
    expect(clip.tokens).toHaveLength(37);
    const mel = golden('flow_mel_cv3');
    const expected = clip.mel.map((_, index) => mel[(index % 80) * 75 + Math.floor(index / 80)] ?? NaN);
    expect(clip.mel).toHaveLength(74 * 80);
    expect(maxDifference(clip.mel, expected)).toBeLessThan(1.1e-4);
  });

  it('is spoken with, out of the file of its voice', async () => {
    await using folder = await tempFolder();
    const model = await installGraphs(folder.path, { ...known, ...(await buildSplitToy()) });
    const enrolled = await enrollOne(model, recording);
    const file = path.join(folder.path, 'mei.voice');
    const consent = { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' };
    await writeVoiceProfile(file, { name: 'Mei', consent, clips: [enrolled] });
    const { clips } = await readVoiceProfile(file);
    expect(clips).toEqual([enrolled]);
    const [read = enrolled] = clips;
    const voice = { ...read, tokens: [...read.tokens] };
    const loader = await chooseLoader(model);
    const parts = await loader.open(model, { session }, never);
    const encode = (text: string): number[] =>
      Array.from(text.slice(-6), (letter) => (letter.codePointAt(0) ?? 0) % 1000);
    const layout = layOutPrompt('你好。', { kind: 'zeroShot', transcript: read.transcript }, 3);
    const prefill = createPrefill(layout, encode, voice.tokens);
    const pieces: Float32Array[] = [];
    const request = { prefill, voice, seed: 1, speed: 1, isStreamed: false };
    for await (const piece of speakSegment(parts, request, never)) pieces.push(piece);
    expect(pieces[0]?.length).toBeGreaterThanOrEqual(2 * 3 * 960);
    expect(pieces[0]?.some((sample) => Math.abs(sample) > 1e-3)).toBe(true);
    await parts.dispose();
  });

  it.each<{ name: string; graphs: Record<string, Model>; message: string }>([
    {
      name: 'a tokenizer of other bands',
      graphs: { 'speech_tokenizer_v3.onnx': buildSpeechTokenizer({ bandCount: 80 }) },
      message:
        'speech_tokenizer_v3.onnx of \'toy\' cannot be used: its input "feats" is float32 [1, 80, frames], not float32 [1, 128, frames].',
    },
    {
      name: 'a tokenizer of version 1',
      graphs: { 'speech_tokenizer_v3.onnx': buildSpeechTokenizer({ framesPerToken: 2 }) },
      message: 'gave int64 [1, 75] instead of a whole number for every 4 frames.',
    },
    {
      name: 'a speaker model of another vector',
      graphs: { 'campplus.onnx': buildSpeakerModel({ size: 512 }) },
      message: 'its output "output" is float32 [batch, 512], not float32 [batch, 192].',
    },
    {
      name: 'a speaker model of another input',
      graphs: { 'campplus.onnx': buildSpeakerModel({ input: 'audio' }) },
      message: 'campplus.onnx of \'toy\' cannot be used: it has no input "input".',
    },
  ])('$name is refused by name', async ({ graphs, message }) => {
    await using folder = await tempFolder();
    const model = await installGraphs(folder.path, { ...known, ...graphs });
    await expect(enrollOne(model, recording)).rejects.toMatchObject({
      code: 'modelIncompatible',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is not looked at with a file that ends early', async () => {
    await using folder = await tempFolder();
    const model = await installGraphs(folder.path, known);
    await truncate(model.path('speech_tokenizer_v3.onnx'), 2_000_000);
    await expect(enrollOne(model, recording)).rejects.toMatchObject({
      code: 'modelCorrupt',
    });
  });

  describe('leaves no model in memory', () => {
    interface Watched {
      readonly openSession: NonNullable<EnrollmentOptions['openSession']>;
      readonly openCount: () => number;
      readonly mostOpen: () => number;
    }

    /** @param onRun  called before each run */
    function watch(onRun: () => void = () => undefined): Watched {
      const open = new Set<Session>();
      let most = 0;
      return {
        openCount: () => open.size,
        mostOpen: () => most,
        async openSession(file, options) {
          const one = await createSession(file, options);
          const watched: Session = {
            ...one,
            run: (feeds) => {
              onRun();
              return one.run(feeds);
            },
            dispose: async () => {
              open.delete(watched);
              await one.dispose();
            },
          };
          open.add(watched);
          most = Math.max(most, open.size);
          return watched;
        },
      };
    }

    async function enroll(watched: Watched, graphs: Record<string, Model>, signal = never): Promise<unknown> {
      await using folder = await tempFolder();
      const model: InstalledModel = await installGraphs(folder.path, graphs);
      const enrolled = enrollWithModel(model, { recordings: [recording], session, ...watched }, signal);
      return await enrolled.catch((error: unknown) => error);
    }

    it('when the voice is made', async () => {
      const watched = watch();
      expect(await enroll(watched, known)).toMatchObject([{ transcript: '希望。' }]);
      expect([watched.mostOpen(), watched.openCount()]).toEqual([2, 0]);
    });

    it('when a model fails', async () => {
      const watched = watch();
      const graphs = { ...known, 'speech_tokenizer_v3.onnx': buildSpeechTokenizer({ framesPerToken: 2 }) };
      expect(await enroll(watched, graphs)).toMatchObject({ code: 'modelIncompatible' });
      expect([watched.mostOpen(), watched.openCount()]).toEqual([2, 0]);
    });

    it('when it is cancelled', async () => {
      const cancelling = new AbortController();
      let runCount = 0;
      const watched = watch(() => {
        runCount += 1;
        cancelling.abort(new Error('enough'));
      });
      expect(await enroll(watched, known, cancelling.signal)).toEqual(new Error('enough'));
      expect([runCount, watched.mostOpen(), watched.openCount()]).toEqual([1, 2, 0]);
    });
  });
});
