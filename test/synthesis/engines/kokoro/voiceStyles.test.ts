import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVoiceStyles } from '../../../../server/src/synthesis/engines/kokoro/voiceStyles.ts';

const folder = { path: '' };

beforeAll(async () => {
  folder.path = await mkdtemp(join(tmpdir(), 'aloud-voices-'));
  await writeFile(join(folder.path, 'one.bin'), voiceFile(1));
  await writeFile(join(folder.path, 'two.bin'), voiceFile(2));
  await writeFile(join(folder.path, 'cut.bin'), voiceFile(1).subarray(0, 1000));
});
afterAll(() => rm(folder.path, { recursive: true }));

/** Row r holds r times the scale. */
function voiceFile(scale: number): Uint8Array {
  const rows = Float32Array.from({ length: 510 * 256 }, (_, index) => Math.floor(index / 256) * scale);
  return new Uint8Array(rows.buffer);
}

function styles() {
  const path = (name: string): string => join(folder.path, `${name}.bin`);
  return createVoiceStyles(
    new Map([
      ['af_heart', path('one')],
      ['am_adam', path('two')],
      ['af_cut', path('cut')],
      ['af_gone', path('gone')],
    ]),
  );
}

describe('createVoiceStyles', () => {
  it('takes the row of the number of phonemes, the last one for more', async () => {
    expect((await styles().style('af_heart', 7))[0]).toBe(7);
    expect((await styles().style('am_adam', 510))[255]).toBe(1018);
  });

  it('blends voices by their shares', async () => {
    expect((await styles().style('af_heart:3+am_adam', 100))[0]).toBe(125);
  });

  it('names the nearest voices for an unknown one', async () => {
    await expect(styles().style('af_hart', 7)).rejects.toMatchObject({
      code: 'unknownVoice',
      hint: expect.stringContaining('af_heart') as string,
    });
    expect(() => styles().require('af_heart+nobody')).toThrow('There is no voice "nobody".');
  });

  it('refuses files that are cut off or gone', async () => {
    await expect(styles().style('af_cut', 7)).rejects.toMatchObject({ code: 'modelCorrupt' });
    await expect(styles().style('af_gone', 7)).rejects.toMatchObject({ code: 'fileUnreadable' });
  });
});
