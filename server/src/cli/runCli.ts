import { Command, CommanderError } from 'commander';
import type { Readable } from 'node:stream';
import type { CreateServices } from '../services.ts';
import { askOnTerminal } from './askOnTerminal.ts';
import type { RunCommand } from './command.ts';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { convertCommand } from './commands/convert.ts';
import { daemonCommand } from './commands/daemon.ts';
import { dictateCommand } from './commands/dictate.ts';
import { doctorCommand } from './commands/doctor.ts';
import { formatCommand } from './commands/format.ts';
import { lspCommand } from './commands/lsp.ts';
import { modelsCommand } from './commands/models.ts';
import { renderCommand } from './commands/render.ts';
import { speakCommand } from './commands/speak.ts';
import { transcribeCommand } from './commands/transcribe.ts';
import { voicesCommand } from './commands/voices.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { toFailure, UsageError } from './failure.ts';
import { createOutput } from './output.ts';
import type { TerminalStream } from './terminalStream.ts';

/** Everything of the outside world that the command line touches; tests pass their own. */
export interface CliHost {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly version: string;
  readonly createServices: CreateServices;
}

/** The state of one run: what a failure must know of the command that failed. */
interface RunState {
  exitCode: ExitCode;
  isJson: boolean;
  keptOnInterrupt: string;
}

/** Runs one command line. Never throws: every failure is printed and becomes the exit code. */
export async function runCli(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const state: RunState = {
    exitCode: exitCodes.ok,
    isJson: asksForJson(args),
    keptOnInterrupt: 'Nothing was changed.',
  };
  const program = createProgram(host, createRunner(host, state));
  try {
    await program.parseAsync(args, { from: 'user' });
    return state.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const failure = toFailure(
      host.signal.aborted ? host.signal.reason : withUsage(error, () => findCommand(program, args)),
      state.keptOnInterrupt,
    );
    createOutput(host, state.isJson).failure(failure);
    if (host.env['ALOUD_DEBUG'] === '1') host.stderr.write(debugText(error));
    return failure.exitCode;
  }
}

/** What Commander refuses, as one sentence, with the help of the command that it is about. */
function withUsage(error: unknown, find: () => FoundCommand): unknown {
  if (!(error instanceof CommanderError)) return error;
  const { name, unknown, isHelp } = find();
  const hint = `See \`${name} --help\`.`;
  // It answers a command line without a command with its help, and means it as a failure.
  const isUnknown = isHelp || error.code === 'commander.excessArguments';
  // What follows a command with others that has a default is taken for an argument of that one.
  if (isUnknown && unknown !== null && !unknown.startsWith('-'))
    return new UsageError(`There is no command \`${name} ${unknown}\`.`, hint);
  if (error.code === 'commander.help') return new UsageError('No command was given.', hint);
  const [message = '', question] = error.message.replace(/^error: /, '').split('\n');
  const nearest = question === undefined ? '' : `${question.replace(/[()]/g, '')} `;
  return new UsageError(message, nearest + hint);
}

interface FoundCommand {
  /** As it is called. */
  readonly name: string;
  /** What stands where one of its own commands would; null where it has none. */
  readonly unknown: string | null;
  /** It was asked what it does. */
  readonly isHelp: boolean;
}

function findCommand(program: Command, args: readonly string[]): FoundCommand {
  let command = program;
  let isHelp = false;
  const names = [program.name()];
  for (const arg of args) {
    const next = command.commands.find((known) => known.name() === arg);
    if (next !== undefined) {
      command = next;
      names.push(arg);
    } else if (arg === 'help' && !isHelp && command.commands.length > 0) isHelp = true;
    else return { name: names.join(' '), unknown: command.commands.length > 0 ? arg : null, isHelp };
  }
  return { name: names.join(' '), unknown: null, isHelp };
}

function createRunner(host: CliHost, state: RunState): RunCommand {
  return async ({ json, keptOnInterrupt }, work) => {
    state.isJson = json;
    state.keptOnInterrupt = keptOnInterrupt;
    const output = createOutput(host, json);
    const { stdin, stdout, stderr, signal, env, version } = host;
    const isInteractive = stdin.isTTY === true && stderr.isTTY === true && !json;
    const ask = isInteractive ? askOnTerminal(stdin, stderr, signal) : null;
    const note = (line: string): void => {
      output.note(line);
    };
    await using services = host.createServices({
      env,
      note,
      version,
      usesDaemon: env['ALOUD_DAEMON'] !== 'off',
    });
    state.exitCode = await work({ output, services, signal, stdin, stdout, version, ask, env });
  };
}

function createProgram(host: CliHost, run: RunCommand): Command {
  const program = new Command('aloud')
    .description('Local speech: speaks text, transcribes recordings, all on this machine.')
    .version(host.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      // Failures are printed once, by runCli.
      writeErr: () => undefined,
    });
  const commands = [
    speakCommand,
    renderCommand,
    transcribeCommand,
    dictateCommand,
    checkCommand,
    formatCommand,
    convertCommand,
    voicesCommand,
    modelsCommand,
    lspCommand,
    daemonCommand,
    doctorCommand,
    benchCommand,
  ];
  for (const addCommand of commands) addCommand(program, run);
  return program;
}

/** For failures before a command runs, when the options could not be parsed. */
function asksForJson(args: readonly string[]): boolean {
  return (
    args.includes('--json') || args.includes('--format=json') || args[args.indexOf('--format') + 1] === 'json'
  );
}

function debugText(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `Caused by: ${debugText(error.cause)}`;
  return `${error.stack ?? error.message}\n${cause}`;
}
