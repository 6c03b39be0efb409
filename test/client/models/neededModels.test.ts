import { expect, test } from 'vitest';
import { neededModels } from '../../../client/src/models/neededModels.ts';
import type { ModelSummary } from '../../../protocol/models.ts';

const catalog = [
  { id: 'sensevoice-small', capabilities: ['recognition'], isDefault: false },
  { id: 'moonshine-tiny', capabilities: ['recognition'], isDefault: true },
  { id: 'whisper-tiny', capabilities: ['recognition', 'languageIdentification'], isDefault: false },
  { id: 'silero-vad', capabilities: ['voiceActivity'], isDefault: true },
  { id: 'kokoro-82m', capabilities: ['synthesis'], isDefault: true },
] as const;

/** @param installed  ids */
function models(installed: readonly string[]): readonly ModelSummary[] {
  return catalog.map(({ id, capabilities, isDefault }) => ({
    id,
    title: id,
    state: installed.includes(id) ? 'installed' : 'notInstalled',
    bytes: 1,
    license: 'MIT',
    languages: ['en'],
    capabilities,
    isDefault,
    requiresConsent: false,
  }));
}

test.each([
  [[], ['moonshine-tiny', 'silero-vad']],
  [['moonshine-tiny'], ['silero-vad']],
  [['whisper-tiny', 'silero-vad'], []],
])('with %j installed, dictation needs %j', (installed, needed) => {
  expect(neededModels(models(installed)).map(({ id }) => id)).toEqual(needed);
});

test.each([
  [['moonshine-tiny'], ['silero-vad']],
  [['silero-vad'], []],
])('with %j installed, what tells speech from silence is %j', (installed, needed) => {
  expect(neededModels(models(installed), { kinds: ['voiceActivity'] }).map(({ id }) => id)).toEqual(needed);
});

test.each([
  ['', ['moonshine-tiny', 'silero-vad']],
  ['en-US', ['moonshine-tiny', 'silero-vad']],
  ['zh-cn', ['silero-vad']],
  ['de', ['silero-vad']],
])('spoken is "%s": needed are %j', (language, needed) => {
  expect(neededModels(models([]), { language }).map(({ id }) => id)).toEqual(needed);
});
