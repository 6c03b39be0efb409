// Bundles the runnable code into dist/, which is replaced when everything in it is there: a run that goes on
// meanwhile keeps its files. Types are checked by `npm run check`, not here.
import { build } from 'esbuild';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildCommonWords } from './buildCommonWords.mjs';
import { buildLexicon } from './buildLexicon.mjs';
import { thirdPartyNotices } from './support/thirdPartyNotices.mjs';

const unfinished = `dist.${process.pid}`;

// What the manifest calls a dependency is not bundled: native modules, and decoders that a user may replace.
const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));

const common = {
  bundle: true,
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  sourcemap: true,
  metafile: /** @type {const} */ (true),
  logLevel: /** @type {const} */ ('warning'),
  external: ['vscode', ...Object.keys(dependencies)],
};

// What is not used is not loaded: what several entries share, and what is imported when it is needed, are files apart.
const split = {
  ...common,
  outdir: unfinished,
  format: /** @type {const} */ ('esm'),
  splitting: true,
  banner: {
    // Bundled CommonJS packages ask for `require`, which an ES module does not have.
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

const [programs, extension, frames] = await Promise.all([
  build({
    ...split,
    entryPoints: {
      cli: 'server/src/cli.ts',
      daemon: 'server/src/daemonMain.ts',
      sound: 'server/src/soundMain.ts',
      worker: 'server/src/workerMain.ts',
    },
  }),
  build({
    ...split,
    entryPoints: { extension: 'client/src/extension.ts' },
    chunkNames: 'extension-[name]-[hash]',
  }),
  // What runs in a frame of the editor: no Node, no modules, all of it in two files.
  build({
    bundle: true,
    platform: 'browser',
    target: 'chrome126',
    format: 'iife',
    sourcemap: false,
    metafile: true,
    logLevel: 'warning',
    entryPoints: {
      preview: 'client/webview/preview/main.ts',
      'preview.style': 'client/webview/preview/preview.css',
    },
    outdir: unfinished,
  }),
  buildLexicon(unfinished),
  buildCommonWords(unfinished),
]);

await writeFile(
  path.join(unfinished, 'third-party-notices.txt'),
  thirdPartyNotices([programs.metafile, extension.metafile, frames.metafile]),
);

const outdated = `${unfinished}.old`;
await rename('dist', outdated).catch((/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'ENOENT') throw error;
});
await rename(unfinished, 'dist');
await rm(outdated, { recursive: true, force: true });
