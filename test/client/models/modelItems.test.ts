import { expect, test } from 'vitest';
import { toTreeItem } from '../../../client/src/models/modelItems.ts';
import type { ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';

const model: ModelSummary = {
  id: 'toy',
  title: 'Toy',
  state: 'installed',
  bytes: 31_400_000,
  license: 'MIT',
  languages: ['en'],
  capabilities: ['recognition'],
  isDefault: true,
  requiresConsent: false,
};

const voice: Voice = {
  id: 'af_heart',
  engine: 'kokoro',
  language: 'en-US',
  gender: 'female',
  state: 'installed',
};

test.each<[change: Partial<ModelSummary>, description: string, contextValue: string]>([
  [{}, '31 MB · English · MIT · downloaded', 'aloud.model.installed'],
  [{ state: 'notInstalled' }, '31 MB · English · MIT · not downloaded', 'aloud.model.notInstalled'],
  [{ state: 'partial' }, '31 MB · English · MIT · partly downloaded', 'aloud.model.partial'],
  [{ state: 'corrupt' }, '31 MB · English · MIT · damaged', 'aloud.model.corrupt'],
  [{ languages: [] }, '31 MB · MIT · downloaded', 'aloud.model.installed'],
  [
    { languages: ['en', 'de', 'fr'] },
    '31 MB · English, German, French · MIT · downloaded',
    'aloud.model.installed',
  ],
  [
    { languages: ['en', 'de', 'fr', 'it'] },
    '31 MB · 4 languages · MIT · downloaded',
    'aloud.model.installed',
  ],
])('a model with %j', (change, description, contextValue) => {
  const context = { busyModels: new Set<string>(), readingVoice: '' };
  expect(toTreeItem({ kind: 'model', model: { ...model, ...change } }, context)).toMatchObject({
    label: 'Toy',
    description,
    contextValue,
  });
});

test('a model at work has no actions but those of one at work', () => {
  const context = { busyModels: new Set(['toy']), readingVoice: '' };
  expect(toTreeItem({ kind: 'model', model }, context)).toMatchObject({
    description: '31 MB · English · MIT · at work …',
    contextValue: 'aloud.model.busy',
  });
});

test.each<[change: Partial<Voice>, label: string, description: string, contextValue: string]>([
  [{}, 'Heart', 'af_heart · female', 'aloud.voice'],
  [{ state: 'notInstalled' }, 'Heart', 'af_heart · female · not downloaded', 'aloud.voice'],
  [{ id: 'am_adam', gender: 'male' }, 'Adam', 'am_adam · male · reads aloud', 'aloud.voice.reading'],
  [{ id: 'mara', gender: null }, 'mara', 'your own', 'aloud.voice.own'],
])('a voice with %j', (change, label, description, contextValue) => {
  const context = { busyModels: new Set<string>(), readingVoice: 'am_adam' };
  expect(toTreeItem({ kind: 'voice', voice: { ...voice, ...change } }, context)).toMatchObject({
    label,
    description,
    contextValue,
    accessibilityInformation: { label: [label, ...description.split(' · ')].join(', ') },
  });
});
