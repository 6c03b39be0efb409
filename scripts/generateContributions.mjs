// Writes the settings of protocol/settings.ts into the manifest and their English texts into package.nls.json.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { createConfigurationProperties, createSettingTexts, isSettingKey } from './support/contributions.mjs';

const { outputFiles } = await build({ entryPoints: ['protocol/settings.ts'], write: false, format: 'esm' });
const code = outputFiles[0]?.text ?? '';
const { settingDefinitions } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

await change('package.json', (manifest) => {
  manifest.contributes.configuration.properties = createConfigurationProperties(settingDefinitions);
  return manifest;
});
await change('package.nls.json', (texts) => ({
  ...Object.fromEntries(Object.entries(texts).filter(([key]) => !isSettingKey(key))),
  ...createSettingTexts(settingDefinitions),
}));

/**
 * @param {string} file
 * @param {(value: any) => unknown} by
 */
async function change(file, by) {
  const changed = by(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, `${JSON.stringify(changed, null, 2)}\n`);
}
