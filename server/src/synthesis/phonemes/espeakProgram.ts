import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../../protocol/errors.ts';
import { findProgram } from '../../system/findProgram.ts';

/**
 * Runs eSpeak NG over a text.
 *
 * @param text   UTF-8; each paragraph, ended by an empty line, gives one line of the result
 * @param voice  eSpeak's name of the language
 * @returns      IPA with stress, `^` between the characters of one sound
 * @throws SpeechError engineFailed when it fails or takes longer than 10 s
 */
export type EspeakProgram = (text: string, voice: string, signal: AbortSignal) => Promise<string>;

export interface EspeakPlaces {
  /** Folder of the installed component, with espeak-ng.mjs and espeak-ng.wasm; absent: not installed. */
  readonly componentFolder?: string;
  /** Folders to look in for a program `espeak-ng`, as in the environment's PATH. */
  readonly searchPath: string;
}

/** The component where it is installed, else the program on the PATH, else nothing. */
export async function findEspeak(places: EspeakPlaces): Promise<EspeakProgram | undefined> {
  if (places.componentFolder !== undefined) {
    const modulePath = path.join(places.componentFolder, 'espeak-ng.mjs');
    if (await isReadable(modulePath)) return componentProgram(modulePath);
  }
  const program = await findProgram('espeak-ng', places.searchPath);
  return program === null ? undefined : nativeProgram(program);
}

const timeLimitMs = 10_000;
const espeakArguments = ['-q', '--ipa', '--tie=^', '-b', '1'] as const;

function nativeProgram(program: string): EspeakProgram {
  return (text, voice, signal) =>
    runProcess({ program, programArguments: [...espeakArguments, '-v', voice, '--stdin'], text }, signal);
}

/** The component is eSpeak's own command line compiled to WebAssembly; it blocks, so it runs in a process of its own. */
function componentProgram(modulePath: string): EspeakProgram {
  return (text, voice, signal) => {
    const programArguments = [
      '--input-type=module',
      '-e',
      componentRunner,
      modulePath,
      ...espeakArguments,
      '-v',
      voice,
    ];
    return runProcess({ program: process.execPath, programArguments, text }, signal);
  };
}

/** Gives the compiled command line its text as a file and prints the file it writes. */
const componentRunner = `
import { readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
const [modulePath, ...options] = process.argv.slice(1);
const { default: createEspeak } = await import(pathToFileURL(modulePath).href);
const text = readFileSync(0);
const espeak = await createEspeak({
  arguments: [...options, '-f', 'text', '--phonout', 'phonemes'],
  preRun: [(module) => module.FS.writeFile('text', text)],
  print: () => undefined,
});
writeSync(1, espeak.FS.readFile('phonemes'));
`;

interface ProcessCall {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly text: string;
}

function runProcess(call: ProcessCall, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
  return new Promise((resolve, reject) => {
    const child = spawn(call.program, call.programArguments, {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      signal: limited,
      windowsHide: true,
    });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    const fail = (cause: unknown): void => {
      reject(signal.aborted ? abortReason(signal) : espeakFailed(cause));
    };
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => complaints.push(bytes));
    child.stdin.on('error', fail);
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else
        fail(new Error(Buffer.concat(complaints).toString('utf8').trim() || `exit code ${code ?? 'none'}`));
    });
    child.stdin.end(call.text);
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Aborted.', { cause: signal.reason });
}

function espeakFailed(cause: unknown): SpeechError {
  return new SpeechError('engineFailed', {
    message: 'eSpeak NG could not say the text.',
    hint: 'Install it again with "aloud models pull espeak-ng".',
    cause,
  });
}

async function isReadable(file: string, mode = constants.R_OK): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}
