import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingDefinitions } from '../../protocol/settings.ts';
import {
  createConfigurationProperties,
  createSettingTexts,
  isSettingKey,
} from '../../scripts/support/contributions.mjs';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: unknown } };
  readonly dependencies: Readonly<Record<string, string>>;
}

const projectFolder = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as Manifest;

test('the settings of the manifest are those of protocol/settings.ts (npm run generate writes them)', () => {
  expect(manifest.contributes.configuration.properties).toEqual(
    createConfigurationProperties(settingDefinitions),
  );
});

test('the English texts of the settings are those of protocol/settings.ts (npm run generate writes them)', () => {
  const file = path.join(projectFolder, 'package.nls.json');
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  const ofSettings = Object.entries(texts).filter(([key]) => isSettingKey(key));
  expect(Object.fromEntries(ofSettings)).toEqual(createSettingTexts(settingDefinitions));
});

test('only native modules and replaceable LGPL codecs are installed with the product; the rest is bundled', () => {
  expect(Object.keys(manifest.dependencies).sort()).toEqual([
    '@wasm-audio-decoders/flac',
    '@wasm-audio-decoders/ogg-vorbis',
    'decibri',
    'mpg123-decoder',
    'ogg-opus-decoder',
    'onnxruntime-node',
    'wasm-media-encoders',
  ]);
});
