import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  decodeVoiceProfile,
  encodeVoiceProfile,
  readVoiceProfile,
  writeVoiceProfile,
} from '../../server/src/voices/profileFile.ts';
import { alignClip, clipFor, type VoiceProfile } from '../../server/src/voices/voiceProfile.ts';
import { exampleClip as clip, exampleProfile as profile } from './exampleProfile.ts';

const work = mkdtempSync(path.join(os.tmpdir(), 'aloud-voice-'));

afterAll(() => {
  rmSync(work, { recursive: true });
});

test('a voice is read as it was written, and nothing else lies beside it', async () => {
  const file = path.join(work, 'new/mei.voice');
  await writeVoiceProfile(file, { ...profile, name: 'Old' });
  await writeVoiceProfile(file, profile);
  expect(await readVoiceProfile(file)).toEqual(profile);
  expect(readdirSync(path.dirname(file))).toEqual(['mei.voice']);
});

test('an emotion is spoken with its own clip, or the first', () => {
  expect(clipFor(profile, 'happy')?.transcript).toBe('太好了！');
  expect(clipFor(profile, 'sad')).toBe(clip);
  expect(clipFor(profile, null)).toBe(clip);
});

test.each([
  { tokenCount: 5, frameCount: 9, count: 4 },
  { tokenCount: 3, frameCount: 9, count: 3 },
])(
  '$tokenCount tokens and $frameCount frames are $count tokens long',
  ({ tokenCount, frameCount, count }) => {
    const tokens = Array.from({ length: tokenCount }, (_, index) => index);
    const aligned = alignClip(tokens, new Float32Array(frameCount * 80));
    expect([aligned.tokens.length, aligned.mel.length]).toEqual([count, count * 160]);
  },
);

test.each<{ name: string; change: Partial<VoiceProfile>; message: string }>([
  {
    name: 'no statement',
    change: { consent: { ...profile.consent, statement: ' ' } },
    message: 'has no statement of whose voice it is',
  },
  { name: 'no clip', change: { clips: [] }, message: 'is not complete' },
  {
    name: 'a first clip of an emotion',
    change: { clips: [{ ...clip, emotion: 'sad' }] },
    message: 'is not complete',
  },
  { name: 'two clips of one emotion', change: { clips: [clip, clip] }, message: 'is not complete' },
  {
    name: 'half a frame',
    change: { clips: [{ ...clip, mel: clip.mel.slice(1) }] },
    message: 'is not complete',
  },
  {
    name: 'a token too high',
    change: { clips: [{ ...clip, tokens: Int32Array.of(1, 2, 6561) }] },
    message: 'is not complete',
  },
  {
    name: 'what is no number',
    change: { clips: [{ ...clip, embedding: new Float32Array(192).fill(NaN) }] },
    message: 'is not complete',
  },
  { name: 'no transcript', change: { clips: [{ ...clip, transcript: '' }] }, message: 'is not complete' },
])('$name is refused', ({ change, message }) => {
  expect(() => encodeVoiceProfile({ ...profile, ...change })).toThrow(message);
});

/** A file that was changed and signed again. */
function forge(change: (content: Buffer) => Buffer): Uint8Array {
  const content = change(Buffer.from(encodeVoiceProfile(profile).subarray(0, -32)));
  return Buffer.concat([content, createHash('sha256').update(content).digest()]);
}

test.each([
  { name: 'nothing', bytes: new Uint8Array(0), code: 'modelIncompatible', message: 'no voice of Aloud' },
  { name: 'a text', bytes: Buffer.alloc(200, 'a'), code: 'modelIncompatible', message: 'no voice of Aloud' },
  {
    name: 'a later version',
    bytes: forge((content) => {
      content.writeUInt32LE(2, 8);
      return content;
    }),
    code: 'modelIncompatible',
    message: 'has the version 2, not 1',
  },
  {
    name: 'cut off',
    bytes: encodeVoiceProfile(profile).slice(0, -100),
    code: 'modelCorrupt',
    message: 'cut off',
  },
  {
    name: 'a number less',
    bytes: forge((content) => content.subarray(0, -4)),
    code: 'modelCorrupt',
    message: 'cut off',
  },
  {
    name: 'a header beyond the end',
    bytes: forge((content) => {
      content.writeUInt32LE(0xffff_ffff, 12);
      return content;
    }),
    code: 'modelCorrupt',
    message: 'cut off',
  },
  {
    name: 'a header of something else',
    bytes: forge((content) => {
      content.write('[', 16);
      return content;
    }),
    code: 'modelCorrupt',
    message: 'cut off',
  },
])('$name: $code', ({ bytes, code, message }) => {
  expect(() => decodeVoiceProfile(bytes, 'x.voice')).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
  );
});

test('one byte that is not as it was written is noticed', () => {
  const bytes = encodeVoiceProfile(profile);
  for (let at = 12; at < bytes.length; at += 97) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => decodeVoiceProfile(changed, 'x.voice'), `byte ${at}`).toThrow('was changed or cut off');
  }
});

test('a file that is not there, or too large to be a voice', async () => {
  await expect(readVoiceProfile(path.join(work, 'none'))).rejects.toMatchObject({ code: 'fileUnreadable' });
  const large = path.join(work, 'large');
  writeFileSync(large, '');
  truncateSync(large, 2 ** 33);
  await expect(readVoiceProfile(large)).rejects.toMatchObject({ code: 'modelIncompatible' });
});
