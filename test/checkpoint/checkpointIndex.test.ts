import { describe, expect, test } from 'vitest';
import { readCheckpointIndex } from '../../server/src/checkpoint/checkpointIndex.ts';
import { createSource, fuzzCheckpoints, toyCheckpoints } from '../support/fuzzCheckpoints.ts';
import { buildCheckpoint } from '../support/torchCheckpoint.ts';

describe('a damaged checkpoint', () => {
  test('is read or refused, soon, and nothing is read twice', { timeout: 60_000 }, async () => {
    const report = await fuzzCheckpoints(toyCheckpoints(), { fileCount: 4000, seed: 20_260_727 });
    expect(report.faults).toEqual([]);
    // Damage is found where it matters, and passed over where it does not.
    expect(report.readCount).toBeGreaterThan(400);
    expect(report.refusedCounts.get('broken')).toBeGreaterThan(400);
    expect(report.refusedCounts.get('foreign')).toBeGreaterThan(100);
    expect(report.mostReadFactor).toBeLessThan(3);
  });

  const millions = 2_000_000;
  test.each([
    ['pushes', ')'.repeat(millions), 'its list of tensors is too large'],
    ['nests', `)${'\x85'.repeat(millions)}.`, 'its list of tensors is too long'],
    [
      'remembers',
      `}${Array.from({ length: 300_000 }, (_, index) => put(index)).join('')}`,
      'its list of tensors is too large',
    ],
    ['appends', `]q\x00${'h\x00a'.repeat(millions)}.`, 'its list of tensors is too long'],
    ['names', `X\xff\xff\xff\x7f${'a'.repeat(millions)}`, 'its names are too long'],
    ['pads', `}${' '.repeat(9 * 2 ** 20)}`, 'its entry toy/data.pkl is too long'],
  ])('that %s without end is refused', async (_, pickle, reason) => {
    const file = buildCheckpoint([], { pickle: Buffer.from(pickle, 'latin1') });
    const beforeBytes = process.memoryUsage().heapUsed;
    await expect(readCheckpointIndex(createSource(file))).rejects.toMatchObject({
      name: 'CheckpointFormatError',
      message: reason,
    });
    expect(process.memoryUsage().heapUsed - beforeBytes).toBeLessThan(300 * 2 ** 20);
  });
});

function put(index: number): string {
  return `r${String.fromCharCode(index & 255, (index >> 8) & 255, index >> 16, 0)}`;
}
