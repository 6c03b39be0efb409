import { expect, test } from 'vitest';
import { draggedVoiceType, droppedVoice, dragVoice } from '../../../client/src/models/draggedVoice.ts';
import { DataTransferItem } from '../../support/fakeVscode.ts';

type Carried = readonly (readonly [type: string, value: string])[];

test.each<[name: string, carried: Carried, id: string | null]>([
  ['a voice', [[draggedVoiceType, 'af_heart']], 'af_heart'],
  [
    'an empty item that stands for it, before it',
    [
      [draggedVoiceType, ''],
      [draggedVoiceType, 'af_heart'],
    ],
    'af_heart',
  ],
  ['a file', [['text/uri-list', 'file:///one.wav']], null],
])('%s is dropped', async (_name, carried, id) => {
  const transfer = carried.map(([type, value]) => [type, new DataTransferItem(value)] as const);
  expect(await droppedVoice(transfer as never)).toBe(id);
});

test('what is dragged is what is dropped', async () => {
  const transfer = new Map<string, DataTransferItem>();
  dragVoice('Mara', transfer as never);
  expect(await droppedVoice(transfer as never)).toBe('Mara');
});
