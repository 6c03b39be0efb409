import { SpeechError } from '../../../protocol/errors.ts';
import type { Environment } from './proxy.ts';
import { parseWebAddress } from './webAddress.ts';

/**
 * Where a source is by what a variable names.
 *
 * @param example  an address of the kind, for the message
 * @returns        without a slash at its end; null where nothing is named
 * @throws SpeechError downloadFailed where the variable names no address
 */
export function mirrorOf(variable: string, environment: Environment, example: string): string | null {
  const named = environment[variable] ?? '';
  if (named === '') return null;
  // Without its host, what follows would be taken for it.
  if (/^https?:\/\/[^/]/iu.test(named) && parseWebAddress(named) !== null) return named.replace(/\/+$/u, '');
  throw new SpeechError('downloadFailed', {
    message: `${variable} is '${named}', which is no web address.`,
    hint: `Write it with its https://, such as ${example}, or unset it.`,
  });
}
