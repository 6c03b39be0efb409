// `npm test`: installs, builds, checks, then runs every test. The last line is `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, projectFolder, run, runOrExit } from './support/project.mjs';
import { installVsCode } from './support/installVsCode.mjs';
import { installSystemPackages } from './support/systemPackages.mjs';

const resultsFile = path.join(projectFolder, 'out/test-results.json');

ensureInstalled();
runOrExit(process.execPath, ['scripts/build.mjs']);
installSystemPackages();
installVsCode();

const check = run(process.execPath, ['scripts/check.mjs']);
rmSync(resultsFile, { force: true });
mkdirSync(path.dirname(resultsFile), { recursive: true });
const tests = run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${resultsFile}`,
  ...process.argv.slice(2),
]);

const counts = readCounts();
const failedCount =
  counts.failed + (check.status === 0 ? 0 : 1) + (tests.status === 0 || counts.failed > 0 ? 0 : 1);
if (check.status !== 0) console.log('npm run check failed; see above.');
console.log(`${counts.passed} passed, ${failedCount} failed, ${counts.skipped} skipped`);
process.exit(failedCount === 0 ? 0 : 1);

/** @returns {{ passed: number, failed: number, skipped: number }} */
function readCounts() {
  try {
    const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
