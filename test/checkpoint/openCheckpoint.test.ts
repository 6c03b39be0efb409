import { mkdtempSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import { goldenFolder, hasGolden } from '../support/golden.ts';
import { buildCheckpoint, type WrittenTensor } from '../support/torchCheckpoint.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-checkpoint-'));

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const floats = (...values: readonly number[]): (() => Uint8Array) => {
  return () => new Uint8Array(Float32Array.from(values).buffer);
};
const halves = (...bits: readonly number[]): (() => Uint8Array) => {
  return () => new Uint8Array(Uint16Array.from(bits).buffer);
};

const tensors: readonly WrittenTensor[] = [
  { name: 'a.weight', type: 'float32', dims: [2, 3], bytes: floats(1, 2, 3, 4, 5, 6) },
  { name: 'half', type: 'float16', dims: [5], bytes: halves(0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00) },
  { name: 'brain', type: 'bfloat16', dims: [3], bytes: halves(0x3f80, 0xc049, 0x0000) },
  { name: 'count', type: 'int64', dims: [], bytes: () => new Uint8Array(8) },
  { name: 'turned', type: 'float32', dims: [2, 2], strides: [1, 2], bytes: floats(1, 2, 3, 4) },
];

async function write(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, 'model.pt');
  await writeFile(file, bytes);
  return file;
}

describe('openCheckpoint', () => {
  test.each([false, true])('finds tensors and reads them by range (64-bit zip: %s)', async (zip64) => {
    const checkpoint = await openCheckpoint(await write(buildCheckpoint(tensors, { zip64 })), never);
    expect(checkpoint.tensorNames).toEqual(['a.weight', 'half', 'brain', 'count', 'turned']);
    expect(checkpoint.tensor('a.weight')).toMatchObject({ type: 'float32', dims: [2, 3], byteLength: 24 });
    expect(checkpoint.tensor('a.weight').byteOffset % 64).toBe(0);
    expect([...(await checkpoint.read('a.weight'))]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await checkpoint.read('a.weight', { start: 3, count: 2 }))]).toEqual([4, 5]);
    expect([...(await checkpoint.read('half'))]).toEqual([1, -2, 2 ** -24, 65_504, -Infinity]);
    expect([...(await checkpoint.read('brain'))]).toEqual([1, -3.140625, 0]);
    await checkpoint.close();
  });

  test.each([
    ['missing', 'model.pt cannot be used: it has no tensor "missing".'],
    ['count', 'model.pt cannot be used: its tensor "count" holds int64, not floats of 16 or 32 bits.'],
    ['turned', 'model.pt cannot be used: its tensor "turned" is not in row-major order.'],
  ])('does not read %s', async (name, message) => {
    const checkpoint = await openCheckpoint(await write(buildCheckpoint(tensors)), never);
    await expect(checkpoint.read(name)).rejects.toMatchObject({ code: 'modelIncompatible', message });
    await checkpoint.close();
  });

  test('knows tensors of floats by their dims', async () => {
    const checkpoint = await openCheckpoint(await write(buildCheckpoint(tensors)), never);
    expect(checkpoint.floatTensor('brain', [3])).toMatchObject({ type: 'bfloat16', byteLength: 6 });
    expect(() => checkpoint.floatTensor('brain', [1, 3])).toThrow(
      'model.pt cannot be used: its tensor "brain" is 3 and not 1 x 3.',
    );
    await checkpoint.close();
  });

  test('drops what names begin with', async () => {
    const file = await write(buildCheckpoint(tensors));
    const checkpoint = await openCheckpoint(file, never, { dropPrefix: 'a.' });
    expect(checkpoint.tensorNames).toEqual(['weight', 'half', 'brain', 'count', 'turned']);
    expect([...(await checkpoint.read('weight', { start: 0, count: 2 }))]).toEqual([1, 2]);
    await checkpoint.close();
  });

  test('says so when the file became shorter', async () => {
    const file = await write(buildCheckpoint(tensors));
    const checkpoint = await openCheckpoint(file, never);
    await truncate(file, checkpoint.tensor('a.weight').byteOffset + 8);
    await expect(checkpoint.read('a.weight')).rejects.toMatchObject({ code: 'modelCorrupt' });
    await checkpoint.close();
  });

  const whole = buildCheckpoint(tensors);
  const pickle = (text: string): Uint8Array =>
    buildCheckpoint(tensors, { pickle: Buffer.from(text, 'latin1') });
  test.each<[string, Uint8Array, string, string]>([
    ['nothing', new Uint8Array(0), 'modelCorrupt', 'it is no zip as torch.save writes it'],
    ['text', Buffer.from('version https://git-lfs'), 'modelCorrupt', 'it is no zip as torch.save writes it'],
    ['half', whole.subarray(0, whole.length / 2), 'modelCorrupt', 'it ends before the content it speaks of'],
    [
      'big numbers first',
      buildCheckpoint(tensors, { byteOrder: 'big' }),
      'modelIncompatible',
      'its numbers are not little-endian',
    ],
    [
      'a call',
      pickle('\x80\x02cposix\nsystem\nX\x02\x00\x00\x00id\x85R.'),
      'modelIncompatible',
      'it asks to run "posix system", which is never done',
    ],
    [
      'a call by an older instruction',
      pickle('(X\x02\x00\x00\x00idios\nsystem\n.'),
      'modelIncompatible',
      'its list of tensors asks for instruction 105',
    ],
    ['a number', pickle('K\x01.'), 'modelIncompatible', 'it holds no dictionary of tensors'],
    ['no end', pickle('}'), 'modelCorrupt', 'its list of tensors ends too early'],
    ['no mark', pickle('}u.'), 'modelCorrupt', 'its list of tensors is damaged'],
    ['endless depth', pickle('('.repeat(200)), 'modelIncompatible', 'its list of tensors is too large'],
    [
      'a tensor longer than its entry',
      buildCheckpoint([{ name: 'a', type: 'float32', dims: [4], strides: [3], bytes: floats(1, 2, 3, 4) }]),
      'modelCorrupt',
      'its tensor "a" does not fit into its entry',
    ],
  ])('refuses %s', async (_, bytes, code, reason) => {
    const file = await write(bytes);
    await expect(openCheckpoint(file, never)).rejects.toMatchObject({
      code,
      message: `model.pt cannot be used: ${reason}.`,
    });
  });

  test('says that a file is not there', async () => {
    const file = path.join(folder, 'none.pt');
    await expect(openCheckpoint(file, never)).rejects.toMatchObject({ code: 'modelNotInstalled' });
  });

  test('stops where it is aborted', async () => {
    const file = await write(whole);
    await expect(openCheckpoint(file, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  test.skipIf(!hasGolden)('reads what PyTorch wrote', async () => {
    const file = path.join(goldenFolder, 'cosyvoice/llm.pt');
    const checkpoint = await openCheckpoint(file, never);
    expect(checkpoint.tensorNames).toHaveLength(29);
    expect(checkpoint.tensor('llm.model.model.layers.1.mlp.down_proj.weight').dims).toEqual([64, 128]);
    // Two names of one storage.
    expect(checkpoint.tensor('llm.model.lm_head.weight').byteOffset).toBe(
      checkpoint.tensor('llm.model.model.embed_tokens.weight').byteOffset,
    );
    expect([...(await checkpoint.read('llm.model.model.norm.weight', { start: 0, count: 2 }))]).toHaveLength(
      2,
    );
    await checkpoint.close();
  });
});
