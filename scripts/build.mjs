// Bundles the runnable code into dist/, which is replaced when everything in it is there: a run that goes on
// meanwhile keeps its files. Types are checked by `npm run check`, not here.
import { build } from 'esbuild';
import { readFile, rename, rm } from 'node:fs/promises';
import { buildCommonWords } from './buildCommonWords.mjs';
import { buildLexicon } from './buildLexicon.mjs';

const unfinished = `dist.${process.pid}`;

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
    entryPoints: {
      cli: 'server/src/cli.ts',
      daemon: 'server/src/daemonMain.ts',
      sound: 'server/src/soundMain.ts',
      worker: 'server/src/workerMain.ts',
    },
    outdir: unfinished,
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
    outdir: unfinished,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
  buildLexicon(unfinished),
  buildCommonWords(unfinished),
]);

const outdated = `${unfinished}.old`;
await rename('dist', outdated).catch((/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'ENOENT') throw error;
});
await rename(unfinished, 'dist');
await rm(outdated, { recursive: true, force: true });
