// Everything that can be known without running the product: types, lint, layers, format, unused code.
import { spawn } from 'node:child_process';
import { projectFolder } from './support/project.mjs';

/** @typedef {{ name: string, command: string, args: string[] }} Check */

const bin = (/** @type {string} */ name) => `node_modules/.bin/${name}`;
/** @type {[Check, Check, ...Check[]]} */
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

/** @param {Check} check */
function run({ name, command, args }) {
  const startMs = performance.now();
  const shell = process.platform === 'win32';
  const child = spawn(command, args, { cwd: projectFolder, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (output += String(text)));
  return new Promise((/** @type {(ok: boolean) => void} */ resolve) => {
    child.once('error', (error) => (output += String(error)));
    child.once('close', (status) => {
      const ok = status === 0;
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
      if (!ok) console.log(output);
      resolve(ok);
    });
  });
}

/** @param {Check[]} list */
async function runInTurn(list) {
  let ok = true;
  for (const check of list) ok = (await run(check)) && ok;
  return ok;
}

// Lint reads the types, and takes as long as the others together.
const [types, lint, ...others] = checks;
const typed = await runInTurn([types]);
const [linted, rest] = await Promise.all([runInTurn([lint]), runInTurn(others)]);
process.exit(typed && linted && rest ? 0 : 1);
