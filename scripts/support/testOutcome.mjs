import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './project.mjs';

/**
 * What became of the tests of a file.
 *
 * @typedef {{ file: string, passed: number, skipped: number, failures: Failure[] }} FileOutcome  file: below the
 *   project's folder, empty for a run that broke off
 */
/** @typedef {{ name: string, message: string }} Failure  name: of the test; of the file where it broke off */

/**
 * @param {string} resultsFile  of vitest's reporter `json`
 * @returns {FileOutcome[]}
 */
export function readOutcomes(resultsFile) {
  if (!existsSync(resultsFile)) return [];
  return JSON.parse(readFileSync(resultsFile, 'utf8')).testResults.map(toOutcome);
}

/**
 * @param {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string,
 *   failureMessages: string[] }[] }} results
 * @returns {FileOutcome}
 */
function toOutcome({ name, status, message, assertionResults }) {
  const file = path.relative(projectFolder, name);
  const ended = (/** @type {string} */ as) => assertionResults.filter((result) => result.status === as);
  const [passed, failed] = [ended('passed'), ended('failed')];
  const failures = failed.map(({ fullName, failureMessages }) => ({
    name: fullName,
    message: failureMessages.map(withoutStack).join('\n'),
  }));
  if (status === 'failed' && failed.length === 0) failures.push({ name: file, message });
  return {
    file,
    passed: passed.length,
    skipped: assertionResults.length - passed.length - failed.length,
    failures,
  };
}

function withoutStack(/** @type {string} */ message) {
  return message.split('\n    at ', 1)[0] ?? '';
}
