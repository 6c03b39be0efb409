import { SpeechError } from '../../../protocol/errors.ts';
import type { Environment } from './proxy.ts';
import { parseWebAddress } from './webAddress.ts';

/**
 * Where a source is: what the variable names, or else the official address.
 *
 * @returns without a slash at its end
 * @throws SpeechError downloadFailed where the variable names no address
 */
export function mirrorOf(variable: string, environment: Environment, official: string): string {
  const named = environment[variable] ?? '';
  if (named === '') return official;
  // Without its host, what follows would be taken for it.
  if (/^https?:\/\/[^/]/iu.test(named) && parseWebAddress(named) !== null) return named.replace(/\/+$/u, '');
  throw new SpeechError('downloadFailed', {
    message: `${variable} is '${named}', which is no web address.`,
    hint: `Write it with its https://, such as ${official}, or unset it.`,
  });
}
