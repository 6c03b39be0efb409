// `npm run load [-- --minutes N] [-- --clients N] [-- --soak] [-- --fuzz N] [-- --checkpoints N]`: many clients use one daemon at once.
import { spawnSync } from 'node:child_process';
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
});
process.exit(status ?? 4);
