import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Inside the project, so that a program in it finds the native modules. */
export const programFolder = path.resolve(import.meta.dirname, '../../out/test-programs');

/** Bundles a TypeScript file of the tests into a program for Node. @returns its path */
export async function bundleProgram(entryPoint: string): Promise<string> {
  mkdirSync(programFolder, { recursive: true });
  const outfile = path.join(programFolder, `${path.basename(entryPoint, '.ts')}.mjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}
