// `npm run load [-- --minutes N] [-- --clients N] [-- --soak] [-- --fuzz N] [-- --checkpoints N] [-- --cosyvoice N [--full]]`: many clients use one daemon at once.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundleTypeScript } from './support/bundleTypeScript.mjs';
import { ensureBuilt, ensureInstalled, projectFolder } from './support/project.mjs';
import { runAloud } from './support/runAloud.mjs';

ensureInstalled();
ensureBuilt();
runAloud(['models', 'pull']);
const bundle = await bundleTypeScript('test/load/main.ts');
const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], {
  cwd: projectFolder,
  stdio: 'inherit',
  // A bundle lies elsewhere than its source.
  env: { ALOUD_SHARED: path.resolve(projectFolder, '../shared'), ...process.env },
});
process.exit(status ?? 4);
