// Answers `npm view` and `npm pack` as the settings in FAKE_NPM say.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

const { dist, errorCode, tarballPath } = JSON.parse(process.env.FAKE_NPM ?? '{}');
const [command, name] = process.argv.slice(2);
if (errorCode !== undefined) {
  console.error(`npm error code ${errorCode}`);
  process.exit(1);
}
if (command === 'view') {
  console.log(JSON.stringify(dist));
} else {
  const folder = process.argv[process.argv.indexOf('--pack-destination') + 1];
  const filename = `${name.replaceAll(/[@/]/g, '-')}.tgz`;
  copyFileSync(tarballPath, join(folder, filename));
  console.log(JSON.stringify([{ filename }]));
}
