import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Writes `english.lexicon` and the licenses of its dictionary into a folder. Compiling takes half a minute, so the
 * result is kept in out/lexicon, by the hash of the dictionary and of the code that compiles it.
 *
 * @param {string} folder
 */
export async function buildLexicon(folder) {
  const dictionaryFolder = path.dirname(createRequire(import.meta.url).resolve('cmu-pronouncing-dictionary'));
  const compiler = await bundleCompiler();
  const dictionary = await readFile(path.join(dictionaryFolder, 'index.js'));
  const key = createHash('sha256').update(compiler).update(dictionary).digest('hex').slice(0, 16);
  const cached = path.join(projectFolder, 'out', 'lexicon', `english-${key}.lexicon`);
  if (!(await exists(cached))) await compile(compiler, cached);
  await mkdir(folder, { recursive: true });
  await copyFile(cached, path.join(folder, 'english.lexicon'));
  const licenses = await Promise.all([
    readFile(path.join(projectFolder, 'scripts', 'lexicon', 'cmudict.license.txt'), 'utf8'),
    readFile(path.join(dictionaryFolder, 'license'), 'utf8'),
  ]);
  await writeFile(path.join(folder, 'english.lexicon.license.txt'), licenses.join('\n'));
}

const projectFolder = path.resolve(import.meta.dirname, '..');

async function bundleCompiler() {
  const result = await build({
    absWorkingDir: projectFolder,
    entryPoints: ['scripts/lexicon/compileLexicon.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['cmu-pronouncing-dictionary'],
    logLevel: 'warning',
  });
  return result.outputFiles[0]?.contents ?? new Uint8Array();
}

/**
 * @param {Uint8Array} compiler
 * @param {string} target
 */
async function compile(compiler, target) {
  await mkdir(path.dirname(target), { recursive: true });
  const modulePath = `${target}.${process.pid}.mjs`;
  await writeFile(modulePath, compiler);
  try {
    const { compileLexicon } = await import(pathToFileURL(modulePath).href);
    await writeFile(`${target}.${process.pid}`, compileLexicon());
    await rename(`${target}.${process.pid}`, target);
  } finally {
    await rm(modulePath);
  }
}

/** @param {string} file */
async function exists(file) {
  return stat(file).then(
    () => true,
    () => false,
  );
}
