// `npm test`: installs, builds, checks, then runs every test. The last line is `N passed, N failed, N skipped`.
import { ensureInstalled, runOrExit } from './support/project.mjs';
import { installVsCode } from './support/installVsCode.mjs';
import { runProgram, runTests } from './support/runTests.mjs';
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
const [inRealTime, [isChecked, unhurried]] = await Promise.all([runTests('e2e', { args }), runPatiently()]);

const all = [unit, alone, inRealTime, unhurried];
const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
  all.reduce((sum, counts) => sum + counts[key], 0);
const failedCount = total('failed') + (isChecked ? 0 : 1);
if (!isChecked) console.log('npm run check failed; see above.');
console.log(`${total('passed')} passed, ${failedCount} failed, ${total('skipped')} skipped`);
process.exit(failedCount === 0 ? 0 : 1);

/** @returns {Promise<[boolean, import('./support/runTests.mjs').Counts]>} */
async function runPatiently() {
  const unhurried = await runTests('unhurried', { args, isPatient: true });
  const status = await runProgram({
    command: process.execPath,
    args: ['scripts/check.mjs'],
    isPatient: true,
  });
  return [status === 0, unhurried];
}
