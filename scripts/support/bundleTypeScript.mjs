// Runs the project's own TypeScript from a script.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from './project.mjs';

/**
 * Bundles a TypeScript module into out/scripts and loads it.
 *
 * @param {string} entry  from the project folder
 * @returns {Promise<any>} its exports
 */
export async function importTypeScript(entry) {
  const bundle = await bundleTypeScript(entry);
  return import(pathToFileURL(bundle).href);
}

/**
 * @param {string} entry  from the project folder
 * @returns {Promise<string>} the path of the bundle, which `node` runs
 */
export async function bundleTypeScript(entry) {
  // Loaded here: a script may install the dependencies before it gets so far.
  const { build } = await import('esbuild');
  const outfile = path.join(projectFolder, 'out/scripts', entry.replace(/\.ts$/, '.mjs'));
  await mkdir(path.dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: projectFolder,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['onnxruntime-node', 'decibri'],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return outfile;
}
