// Answers `npm view` and `npm pack` as the settings in FAKE_NPM say, and notes where it runs.
import { appendFileSync, copyFileSync } from 'node:fs';

const { dist, errorCode, tarballPath, placesPath } = JSON.parse(process.env.FAKE_NPM ?? '{}');
const [command, name] = process.argv.slice(2);
if (placesPath !== undefined) appendFileSync(placesPath, `${process.cwd()}\n`);
if (errorCode !== undefined) {
  console.error(`npm error code ${errorCode}`);
  process.exit(1);
}
if (command === 'view') {
  console.log(JSON.stringify(dist));
} else {
  const filename = `${name.replaceAll(/[@/]/g, '-')}.tgz`;
  copyFileSync(tarballPath, filename);
  console.log(JSON.stringify([{ filename }]));
}
