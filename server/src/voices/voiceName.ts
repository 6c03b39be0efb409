import { SpeechError } from '../../../protocol/errors.ts';

/**
 * A voice is named in scripts and settings as any other, and is a file: a name has what both can say. Signs of blends
 * (`a:2+b`), quotes and slashes are none.
 *
 * @throws SpeechError invalidInput
 */
export function assertVoiceName(name: string): void {
  if (name.length <= longestName && namePattern.test(name) && !deviceNames.test(name)) return;
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  throw new SpeechError('invalidInput', {
    message: `"${shown}" is no name for a voice.`,
    hint: `Use up to ${longestName} letters, digits, hyphens and underscores, with single spaces between them, such as Mara or old-tom.`,
  });
}

/** Not every disk tells letters by their case, or accents by the way they are written. */
export function isSameName(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

const longestName = 60;

const namePattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*(?: [\p{L}\p{M}\p{N}_-]+)*$/u;

/** Windows means devices by them, whatever their ending. */
const deviceNames = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu;

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
