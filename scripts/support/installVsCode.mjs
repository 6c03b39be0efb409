// A real VS Code for the end-to-end tests, from the npm registry: code-server 4.100.3 is VS Code 1.100.3 with its own
// extension host. Its install scripts are not run, as they fetch from elsewhere; what is native is built here.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const version = '4.100.3';

export const vsCodeFolder =
  process.env['ALOUD_TEST_VSCODE'] ?? path.join(homedir(), '.cache/aloud-test/vscode');

/** What runs as VS Code's server, and installs extensions. */
export const vsCodeProgram = path.join(vsCodeFolder, 'node_modules/code-server/out/node/entry.js');

/** Installs it where it is missing and can be; says so where it cannot, and the tests in the editor are skipped then. */
export function installVsCode() {
  const done = path.join(vsCodeFolder, `.done-${version}`);
  if (existsSync(done)) return;
  const obstacle = findObstacle();
  if (obstacle !== null) {
    console.log(`The tests in the editor will be skipped: ${obstacle}.`);
    return;
  }
  console.log('Installing a VS Code for the end-to-end tests (about 2 minutes, 300 MB) ...');
  try {
    install();
    writeFileSync(done, '');
  } catch (error) {
    console.log(`It could not be installed; its tests will be skipped. ${String(error)}`);
  }
}

/** Where Node's own headers are, as node-gyp would fetch others. */
const nodeFolder = path.resolve(path.dirname(process.execPath), '..');
const ripgrep = '/usr/bin/rg';

/** @returns what stands in the way, or null */
function findObstacle() {
  if (process.platform !== 'linux') return 'it is set up on Linux only';
  if (Number(process.versions.node.split('.')[0]) !== 20) return 'it needs Node 20';
  if (!existsSync(path.join(nodeFolder, 'include/node/node.h')))
    return 'the headers of Node are not installed';
  if (!existsSync(ripgrep)) return 'ripgrep is not installed';
  if (!existsSync('/usr/bin/g++')) return 'no C++ compiler is installed';
  return null;
}

function install() {
  mkdirSync(vsCodeFolder, { recursive: true });
  const manifest = path.join(vsCodeFolder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"name":"vscode-under-test","private":true}');
  npm(vsCodeFolder, 'install', '--ignore-scripts', '--save-exact', `code-server@${version}`);
  const server = path.join(vsCodeFolder, 'node_modules/code-server');
  run(
    path.join(vsCodeFolder, 'node_modules/argon2'),
    path.join(vsCodeFolder, 'node_modules/.bin/node-pre-gyp'),
    ['rebuild', '--build-from-source', `--nodedir=${nodeFolder}`],
  );
  const code = path.join(server, 'lib/vscode');
  npm(code, 'install', '--ignore-scripts', '--omit=dev');
  const search = path.join(code, 'node_modules/@vscode/ripgrep/bin');
  mkdirSync(search, { recursive: true });
  link(ripgrep, path.join(search, 'rg'));
  // The last two are not needed, but without them each line of the log is a stack trace.
  for (const name of ['node-pty', 'native-watchdog', '@vscode/spdlog']) {
    run(path.join(code, 'node_modules', name), process.execPath, [
      path.join(nodeFolder, 'lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js'),
      'rebuild',
      `--nodedir=${nodeFolder}`,
    ]);
  }
  link('node_modules', path.join(code, 'node_modules.asar'));
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
function npm(folder, ...args) {
  run(folder, 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
function run(folder, command, args) {
  const env = { ...process.env, npm_config_nodedir: nodeFolder };
  const { status, stderr, error } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.slice(-500)}`);
}

/**
 * @param {string} target
 * @param {string} place
 */
function link(target, place) {
  rmSync(place, { force: true });
  symlinkSync(target, place);
}
