import { expect, test } from 'vitest';
import type { NamedTensors, Session } from '../../../../server/src/inference/session.ts';
import { float32Tensor, int64Tensor, type Tensor } from '../../../../server/src/inference/tensor.ts';
import { enrollClip } from '../../../../server/src/synthesis/engines/cosyVoice/voiceProfile/enrollClip.ts';
import type { ClipRecording } from '../../../../server/src/voices/voiceProfile.ts';
import { never } from '../../../support/never.ts';

/** A model that gives the same whatever it is fed, which it keeps. */
function fakeSession(output: Tensor): { readonly session: Session; readonly fed: NamedTensors[] } {
  const fed: NamedTensors[] = [];
  const session: Session = {
    provider: 'cpu',
    inputNames: [],
    outputNames: ['out'],
    run: (feeds) => {
      fed.push(feeds);
      return Promise.resolve({ out: output });
    },
    dispose: () => Promise.resolve(),
  };
  return { session, fed };
}

/** Two seconds of a voice. */
const recording: ClipRecording = {
  samples: Float32Array.from({ length: 96_000 }, (_, index) => 0.3 * Math.sin(index / 40)),
  sampleRateHz: 48_000,
  transcript: '希望。',
  language: 'zh',
  emotion: null,
};
const vector = float32Tensor(
  Float32Array.from({ length: 192 }, (_, index) => index),
  [1, 192],
);

test.each([
  {
    type: 'int64',
    tokens: int64Tensor(
      Array.from({ length: 50 }, (_, index) => index),
      [1, 50],
    ),
  },
  {
    type: 'int32',
    tokens: {
      type: 'int32',
      dims: [1, 50],
      data: Int32Array.from({ length: 50 }, (_, index) => index),
    } as const,
  },
])('a clip becomes tokens ($type), frames and a vector', async ({ tokens }) => {
  const tokenizer = fakeSession(tokens);
  const speaker = fakeSession(vector);
  const clip = await enrollClip(
    recording,
    { speechTokenizer: tokenizer.session, speaker: speaker.session },
    never,
  );
  expect([...clip.tokens]).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(clip.mel).toHaveLength(100 * 80);
  expect(clip.embedding).toEqual(vector.data);
  expect(clip.transcript).toBe('希望。');
  const [fed] = tokenizer.fed;
  expect(fed?.['feats']?.dims).toEqual([1, 128, 200]);
  expect(fed?.['feats_length']).toEqual({ type: 'int32', dims: [1], data: Int32Array.of(200) });
  expect(speaker.fed[0]?.['input']?.dims).toEqual([1, 198, 80]);
});

test('more tokens than frames are left out', async () => {
  const tokenizer = fakeSession(
    int64Tensor(
      Array.from({ length: 51 }, () => 1),
      [1, 51],
    ),
  );
  const sessions = { speechTokenizer: tokenizer.session, speaker: fakeSession(vector).session };
  const clip = await enrollClip(recording, sessions, never);
  expect([clip.tokens.length, clip.mel.length]).toEqual([50, 50 * 160]);
});

test.each<{ name: string; change: Partial<ClipRecording>; code: string; message: string }>([
  {
    name: '0.4 s',
    change: { samples: recording.samples.slice(0, 19_200) },
    code: 'invalidInput',
    message: '0.4 s long',
  },
  {
    name: 'a minute',
    change: { samples: new Float32Array(60 * 48_000).fill(0.1) },
    code: 'invalidInput',
    message: '60.0 s long',
  },
  { name: 'silence', change: { samples: new Float32Array(96_000) }, code: 'invalidInput', message: 'silent' },
  { name: 'no transcript', change: { transcript: '  ' }, code: 'invalidInput', message: 'no transcript' },
  { name: 'a telephone', change: { sampleRateHz: 8000 }, code: 'unsupportedAudio', message: '8000 Hz' },
])('$name: $code', async ({ change, code, message }) => {
  const sessions = { speechTokenizer: fakeSession(vector).session, speaker: fakeSession(vector).session };
  await expect(enrollClip({ ...recording, ...change }, sessions, never)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});

test.each([
  { name: 'tokens that are floats', tokens: vector, speaker: vector },
  {
    name: 'a vector of another size',
    tokens: int64Tensor([1], [1, 1]),
    speaker: float32Tensor(new Float32Array(512), [1, 512]),
  },
])('$name are of another model', async ({ tokens, speaker }) => {
  const sessions = { speechTokenizer: fakeSession(tokens).session, speaker: fakeSession(speaker).session };
  await expect(enrollClip(recording, sessions, never)).rejects.toMatchObject({ code: 'modelIncompatible' });
});

test('no model is called once it is cancelled', async () => {
  const tokenizer = fakeSession(vector);
  const sessions = { speechTokenizer: tokenizer.session, speaker: fakeSession(vector).session };
  const cancelled = AbortSignal.abort(new Error('enough'));
  await expect(enrollClip(recording, sessions, cancelled)).rejects.toThrow('enough');
  expect(tokenizer.fed).toEqual([]);
});
