// Everything that can be known without running the product: types, lint, layers, format, unused code.
import { spawnSync } from 'node:child_process';
import { projectFolder } from './support/project.mjs';

const bin = (/** @type {string} */ name) => `node_modules/.bin/${name}`;
const checks = [
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  { name: 'lint', command: bin('eslint'), args: ['--max-warnings=0', '.'] },
  {
    name: 'layers',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'protocol', 'server', 'client'],
  },
  { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'unused', command: bin('knip'), args: [] },
];

let failed = 0;
for (const { name, command, args } of checks) {
  const startMs = performance.now();
  const result = spawnSync(command, args, {
    cwd: projectFolder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const ok = result.status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (!ok) {
    failed += 1;
    console.log(result.stdout + result.stderr + (result.error ? String(result.error) : ''));
  }
}
process.exit(failed === 0 ? 0 : 1);
