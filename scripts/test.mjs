// `npm test`: installs, builds, then runs every test and the checks. The last line is `N passed, N failed, N skipped`.
import { ensureInstalled, runOrExit } from './support/project.mjs';
import { installVsCode } from './support/installVsCode.mjs';
import { runFailedAgain, runProgram, runTests } from './support/runTests.mjs';
import { installSystemPackages } from './support/systemPackages.mjs';

const args = process.argv.slice(2);

ensureInstalled();
runOrExit(process.execPath, ['scripts/build.mjs']);
installSystemPackages();
installVsCode();
runOrExit(process.execPath, ['dist/cli.js', 'models', 'pull']);

const unit = await runTests('unit', { args });
const alone = await runTests('alone', { args });
// What runs in real time, such as a dictation, leaves the processor idle most of the time.
const [[inRealTime, isChecked], unhurried] = await Promise.all([
  runInRealTimeAndCheck(),
  runTests('unhurried', { args, isPatient: true }),
]);

/** @type {import('./support/testOutcome.mjs').FileOutcome[]} */
const files = [];
for (const outcome of [unit, alone, inRealTime, unhurried])
  files.push(...(await runFailedAgain(outcome)).files);

const failures = files.flatMap(({ file, failures }) =>
  failures.map(({ name, message }) => `${file}: ${name}\n  ${message}`),
);
if (!isChecked) failures.push('npm run check; see above.');
for (const failure of failures) console.log(`FAILED ${failure}`);
const total = (/** @type {'passed' | 'skipped'} */ key) => files.reduce((sum, file) => sum + file[key], 0);
console.log(`${total('passed')} passed, ${failures.length} failed, ${total('skipped')} skipped`);
process.exit(failures.length === 0 ? 0 : 1);

/** @returns {Promise<[import('./support/runTests.mjs').Outcome, boolean]>} */
async function runInRealTimeAndCheck() {
  const inRealTime = await runTests('e2e', { args });
  // Nothing is late any more: the checks take what those that may wait leave of the processor.
  const status = await runProgram({ command: process.execPath, args: ['scripts/check.mjs'] });
  return [inRealTime, status === 0];
}
