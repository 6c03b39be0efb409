import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The licenses of all packages of which something is in the bundles, as most of them ask for wherever they are copied.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles  of the bundles; paths from the project's folder
 * @returns {string}
 */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.flatMap(packageFolder))].sort();
  return [introduction, ...folders.map(describePackage)].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}

const introduction =
  'Aloud contains parts of these packages. What lies in node_modules beside it has its license there.';

/** @returns {string[]} of the innermost package that a file belongs to */
function packageFolder(/** @type {string} */ input) {
  const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input);
  return match === null ? [] : [match[0]];
}

function describePackage(/** @type {string} */ folder) {
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const place = homepage ?? repository?.url ?? repository;
  const heading = [`${name} ${version}`, license, place].filter(Boolean).join('\n');
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/iu.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [heading, ...texts].join('\n\n');
}
