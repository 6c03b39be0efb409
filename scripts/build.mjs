// Bundles the runnable code into dist/. Types are checked by `npm run check`, not here.
import { build } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { buildLexicon } from './buildLexicon.mjs';

await rm('dist', { recursive: true, force: true });

// What the manifest calls a dependency is not bundled: native modules, and decoders that a user may replace.
const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));

const common = {
  bundle: true,
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  sourcemap: true,
  logLevel: /** @type {const} */ ('warning'),
  external: ['vscode', ...Object.keys(dependencies)],
};

await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'server/src/cli.ts', worker: 'server/src/workerMain.ts' },
    outdir: 'dist',
    format: 'esm',
    // What a command does not use is not loaded.
    splitting: true,
    banner: {
      // Bundled CommonJS packages ask for `require`, which an ES module does not have.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  }),
  build({
    ...common,
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
  buildLexicon('dist'),
]);
