import { spawnSync } from 'node:child_process';

/**
 * Installs packages to be compared with where they are missing, their install scripts off.
 *
 * @param folder    outside the project; it exists
 * @param packages  with their versions, `name@1.2.3`
 */
export function installPeer(folder: string, packages: readonly string[]): void {
  const listed = spawnSync('npm', ['ls', '--prefix', folder, ...packages], { encoding: 'utf8' });
  if (listed.status === 0) return;
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { status } = spawnSync('npm', [...args, ...packages], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Error(`The peer ${packages.join(', ')} could not be installed with npm; see the lines above.`);
}
