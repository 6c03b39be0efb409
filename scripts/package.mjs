// `npm run package [-- --target linux-x64]`: a VSIX for one platform, with that platform's native files only.
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packExtension } from './support/packExtension.mjs';
import { ensureBuilt, ensureInstalled, projectFolder } from './support/project.mjs';
import { packageTargets } from './support/packageTargets.mjs';

const { values } = parseArgs({ options: { target: { type: 'string' } } });
const target = values.target ?? `${process.platform}-${process.arch}`;
if (!(target in packageTargets)) {
  console.error(`There is no package for ${target}. There are: ${Object.keys(packageTargets).join(', ')}.`);
  process.exit(2);
}
ensureInstalled();
ensureBuilt();
const { file, entries } = await packExtension(target).catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exit(3);
});
const unpackedBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `${path.relative(projectFolder, file)}: ${megabytes(statSync(file).size)} MB, ${entries.length} files, ${megabytes(unpackedBytes)} MB unpacked`,
);

function megabytes(/** @type {number} */ bytes) {
  return (bytes / 1e6).toFixed(1);
}
