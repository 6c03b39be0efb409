import { expect, test } from 'vitest';
import { findPackageFaults } from '../../scripts/support/findPackageFaults.mjs';

const whole = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/cli.js',
  'extension/dist/daemon.js',
  'extension/dist/english.lexicon',
  'extension/dist/english.words',
  'extension/dist/extension.js',
  'extension/dist/sound.js',
  'extension/dist/third-party-notices.txt',
  'extension/dist/worker.js',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/aloud.png',
  'extension/media/aloud.svg',
  'extension/node_modules/@decibri/decibri-linux-x64-gnu/decibri.linux-x64-gnu.node',
  'extension/node_modules/decibri/src/decibri.js',
  'extension/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'extension/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  'extension/node_modules/onnxruntime-node/dist/index.js',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
  'extension/syntaxes/aloud.tmLanguage.json',
];

test('a package with all that is needed and nothing else has no fault', () => {
  expect(findPackageFaults(whole, 'linux-x64')).toEqual([]);
});

test.each([
  'extension/test/support/vsCode.ts',
  'extension/client/src/extension.ts',
  'extension/shared/data/clip.wav',
  'extension/.ci/run',
  'extension/dist/extension.js.map',
  'extension/node_modules/decibri/src/decibri.d.ts',
  'extension/node_modules/codec-parser/test/parser.js',
])('%s has no place in it', (name) => {
  expect(findPackageFaults([...whole, name], 'linux-x64')).toEqual([`${name} has no place in it.`]);
});

test('native files of another platform are told', () => {
  const name = 'extension/node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll';
  expect(findPackageFaults([...whole, name], 'linux-x64')).toEqual([
    `${name} is for another platform than linux-x64.`,
  ]);
});

test('what is needed and not there is told', () => {
  const without = whole.filter((name) => !name.endsWith('worker.js'));
  expect(findPackageFaults(without, 'linux-x64')).toEqual(['extension/dist/worker.js is missing.']);
});
