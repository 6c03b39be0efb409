import { expect, test } from 'vitest';
import { createDictationStatus } from '../../../client/src/dictation/dictationStatus.ts';
import { statusItems } from '../../support/fakeVscode.ts';

test('a screen reader is told that dictation is on once the microphone is heard, and not before', () => {
  const status = createDictationStatus();
  const labelNow = (): unknown => statusItems.at(-1)?.accessibilityInformation?.label;
  status.show('starting');
  expect(labelNow()).toBe('Dictation starts; press to stop');
  status.level(-30);
  expect(labelNow()).toBe('Dictation is on; press to stop');
  status.show('ending');
  status.level(-30);
  expect(labelNow()).toBe('What was said is written; press to dictate again');
  status.show(null);
  status.show('starting');
  expect(labelNow()).toBe('Dictation starts; press to stop');
});
