import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const outFolder = path.resolve(import.meta.dirname, '../../out/test-programs');

/** @returns the suite as one module that an extension host can load */
export async function bundleSuite(suite: string): Promise<string> {
  const bundled = path.join(outFolder, `${path.basename(suite, '.ts')}.cjs`);
  await build({
    entryPoints: [suite],
    outfile: bundled,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return bundled;
}

/** An extension has to be under development for a suite to run. @returns the folder of an empty one */
export function writeStub(): string {
  const folder = path.join(outFolder, 'stub');
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'stub', publisher: 'aloud', version: '0.0.1', engines: { vscode: '^1.100.0' } };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** Of a user whom VS Code tells nothing. @param isTrusted  whether no workspace has to be trusted first */
export function quietSettings(isTrusted: boolean): Readonly<Record<string, unknown>> {
  return {
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'security.workspace.trust.enabled': !isTrusted,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'git.enabled': false,
  };
}
