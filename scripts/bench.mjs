// `npm run bench [-- --json] [-- --quick]`: speed and memory, side by side with peers.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundleTypeScript } from './support/bundleTypeScript.mjs';
import { ensureBuilt, ensureInstalled, projectFolder } from './support/project.mjs';
import { runAloud } from './support/runAloud.mjs';

ensureInstalled();
ensureBuilt();
runAloud(['models', 'pull']);
const bundle = await bundleTypeScript('test/bench/main.ts');
await bundleTypeScript('test/bench/longRecordingMain.ts');
const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], {
  cwd: projectFolder,
  stdio: 'inherit',
  // A bundle lies elsewhere than its source.
  env: { ALOUD_SHARED: path.resolve(projectFolder, '../shared'), ...process.env },
});
process.exit(status ?? 4);
