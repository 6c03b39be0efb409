import { SpeechError } from '../../../protocol/errors.ts';
import {
  longestHeard,
  longestWritten,
  mostReplacements,
  parseReplacements,
  type Replacement,
  type ReplacementProblem,
} from '../../../protocol/replacements.ts';
import { decodeText } from './decodeText.ts';
import { readTextFile } from './readText.ts';

/**
 * Reads a file of what is written for what is heard, as `parseReplacements` does; here what cannot be used is a mistake.
 *
 * @throws SpeechError fileUnreadable, inputTooLong, invalidInput
 */
export async function readReplacements(file: string, signal: AbortSignal): Promise<Replacement[]> {
  const { text } = decodeText(await readTextFile(file, signal), file);
  const { replacements, problems } = parseReplacements(text);
  const [problem] = problems;
  if (problem === undefined && replacements.length > 0) return [...replacements];
  throw new SpeechError('invalidInput', {
    message: problem === undefined ? `${file} has no replacements.` : describe(problem, file),
    hint: 'Write one in each line, what is heard -> what is written.',
  });
}

function describe(problem: ReplacementProblem, file: string): string {
  switch (problem.kind) {
    case 'noArrow':
      return `Line ${problem.line} of ${file} has no arrow.`;
    case 'sameWords':
      return `"${problem.first}" and "${problem.heard}" in ${file} are heard alike.`;
    case 'tooLong':
      return `"${problem.heard.slice(0, 40)}" in ${file} is too long; at most ${longestHeard} characters are heard and ${longestWritten} written.`;
    case 'noWords':
      return `"${problem.heard}" in ${file} has no words that could be heard.`;
    case 'tooMany':
      return `${file} has more than ${mostReplacements} replacements.`;
    case 'notText':
    case 'notAList':
      return `${file} is no list of replacements.`;
  }
}
