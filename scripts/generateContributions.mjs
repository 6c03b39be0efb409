// Writes the settings of protocol/settings.ts into the manifest.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { createConfigurationProperties } from './support/contributions.mjs';

const { outputFiles } = await build({ entryPoints: ['protocol/settings.ts'], write: false, format: 'esm' });
const code = outputFiles[0]?.text ?? '';
const { settingDefinitions } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
manifest.contributes.configuration.properties = createConfigurationProperties(settingDefinitions);
await writeFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
