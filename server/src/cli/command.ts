import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Readable, Writable } from 'node:stream';
import { executionProviders } from '../../../protocol/inference.ts';
import type { Services } from '../services.ts';
import type { ExitCode } from './exitCodes.ts';
import type { Output } from './output.ts';

/** What a command works with. */
export interface CommandContext {
  readonly output: Output;
  readonly services: Services;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** For what is neither text nor a record. */
  readonly stdout: Writable;
  /** The product's. */
  readonly version: string;
  /** Asks on the terminal; null where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunOptions {
  readonly json: boolean;
  /** One sentence for a person who pressed Ctrl+C: what is kept. */
  readonly keptOnInterrupt: string;
}

/** Runs a command's work with its context; every action goes through it. */
export type RunCommand = (
  options: RunOptions,
  work: (context: CommandContext) => Promise<ExitCode>,
) => Promise<void>;

/** Adds one command, with its options and its action, to the program. */
export type AddCommand = (program: Command, run: RunCommand) => void;

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON object, and nothing else, on stdout').default(false);
}

export function providerOption(): Option {
  return new Option('--provider <name>', 'where to compute; falls back to the CPU')
    .choices(executionProviders)
    .default('cpu');
}

/** A parser of option values that names the range it takes. */
export function numberBetween(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It is a number from ${min} to ${max}.`);
  };
}

/** The same, of counts. */
export function countBetween(min: number, max: number): (value: string) => number {
  return (value) => {
    const count = value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isInteger(count) && count >= min && count <= max) return count;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}

/** A parser of BCP-47 tags that returns their canonical form. */
export function parseLanguageTag(value: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(value);
    // Tags of four letters and more are reserved: "german" is well-formed, and no language's.
    if (tag !== undefined && !/^[a-z]{4}/u.test(tag)) return tag;
  } catch {
    // The RangeError of an ill-formed tag says less than the message below.
  }
  const meant = tagOfName(value);
  throw new InvalidArgumentError(
    meant === null
      ? 'It is a language tag such as en, en-GB or fr.'
      : `It is a language tag, which is ${meant} for this language.`,
  );
}

/** Of a language by its English name; null where no tag of two letters, and not Cantonese, is called so. */
function tagOfName(name: string): string | null {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const tags = ['yue', ...letters.flatMap((first) => letters.map((second) => first + second))];
  const found = tags.find((tag) => names.of(tag)?.toLowerCase() === name.toLowerCase());
  // Some tags are former ones, such as "mo" of Romanian.
  return found === undefined ? null : (Intl.getCanonicalLocales(found)[0] ?? null);
}
