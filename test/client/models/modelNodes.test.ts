import { expect, test } from 'vitest';
import { auditionText } from '../../../client/src/models/auditionText.ts';
import {
  childrenOf,
  installedBytes,
  toNodes,
  voiceName,
  type ModelNode,
} from '../../../client/src/models/modelNodes.ts';
import type { ModelCapability, ModelState, ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';

const model = (id: string, state: ModelState, ...capabilities: ModelCapability[]): ModelSummary => ({
  id,
  title: id,
  state,
  bytes: 10,
  license: 'MIT',
  languages: ['en'],
  capabilities,
  isDefault: false,
  requiresConsent: false,
});

const voice = (id: string, language: string): Voice => ({
  id,
  engine: 'kokoro',
  language,
  gender: 'female',
  state: 'installed',
});

/** Indented, as the view shows it. */
function outline(nodes: readonly ModelNode[], indent = ''): readonly string[] {
  return nodes.flatMap((node) => [`${indent}${textOf(node)}`, ...outline(childrenOf(node), `${indent}  `)]);
}

function textOf(node: ModelNode): string {
  switch (node.kind) {
    case 'purpose':
      return node.purpose;
    case 'model':
      return node.model.id;
    case 'voices':
      return 'voices';
    case 'language':
      return node.language;
    case 'voice':
      return voiceName(node.voice);
  }
}

test('models stand by what they do, voices by their language', () => {
  const models = [
    model('hear', 'installed', 'recognition', 'emotion'),
    model('speak', 'notInstalled', 'synthesis', 'wordTimes'),
    model('vad', 'installed', 'voiceActivity'),
    model('hear-more', 'partial', 'recognition'),
  ];
  const voices = [voice('af_heart', 'en-US'), voice('bf_emma', 'en-GB'), voice('am_adam', 'en-US')];
  expect(outline(toNodes(models, voices))).toEqual([
    'recognition',
    '  hear',
    '  hear-more',
    'synthesis',
    '  speak',
    'support',
    '  vad',
    'voices',
    '  en-GB',
    '    Emma',
    '  en-US',
    '    Heart',
    '    Adam',
  ]);
});

test('groups without a member are not there', () => {
  expect(outline(toNodes([model('hear', 'installed', 'recognition')], []))).toEqual([
    'recognition',
    '  hear',
  ]);
});

test('what is on the disk counts, whole or damaged', () => {
  const states: readonly ModelState[] = ['installed', 'corrupt', 'partial', 'notInstalled'];
  expect(installedBytes(states.map((state) => model(state, state)))).toBe(20);
});

test.each([
  ['af_heart', 'Heart'],
  ['narrator', 'Narrator'],
  ['zf_xiaobei', 'Xiaobei'],
])('the voice %s is called %s', (id, name) => {
  expect(voiceName(voice(id, 'en'))).toBe(name);
});

test.each([
  ['zh-CN', '晚上好'],
  ['pt-BR', 'Boa noite'],
  ['en-GB', 'Good evening'],
  ['xx', 'Good evening'],
])('a voice of %s is heard with words of its language', (language, start) => {
  expect(auditionText(language).startsWith(start)).toBe(true);
});
