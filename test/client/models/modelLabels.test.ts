import { expect, test } from 'vitest';
import { toTreeItem } from '../../../client/src/models/modelItems.ts';
import type { ModelNode } from '../../../client/src/models/modelNodes.ts';
import type { ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';

const whisper = {
  id: 'whisper-tiny',
  title: 'Whisper Tiny',
  state: 'installed',
  bytes: 43_000_000,
  license: 'MIT',
  languages: ['en', 'de'],
} as unknown as ModelSummary;
const heart: Voice = {
  id: 'af_heart',
  engine: 'kokoro',
  language: 'en-US',
  gender: 'female',
  state: 'notInstalled',
};
const model = (change: Partial<ModelSummary> = {}): ModelNode => ({
  kind: 'model',
  model: { ...whisper, ...change },
});

test.each<[string, ModelNode]>([
  ['Whisper Tiny, downloaded, 43 MB, English, German, MIT', model()],
  ['Whisper Tiny, damaged, 43 MB, MIT', model({ state: 'corrupt', languages: [] })],
  ['Whisper Large, at work …, 43 MB, English, German, MIT', model({ id: 'busy', title: 'Whisper Large' })],
  ['Heart, af_heart, female, not downloaded, reads aloud', { kind: 'voice', voice: heart }],
  ['American English, 1 voice', { kind: 'language', language: 'en-US', voices: [heart] }],
  ['American English, 2 voices', { kind: 'language', language: 'en-US', voices: [heart, heart] }],
])('a screen reader says "%s"', (label, node) => {
  const context = { busyModels: new Set(['busy']), readingVoice: 'af_heart' };
  expect(toTreeItem(node, context).accessibilityInformation?.label).toBe(label);
});
