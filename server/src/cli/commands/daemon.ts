import { daemonShutdown, daemonStatus, type DaemonStatus } from '../../../../protocol/daemon.ts';
import { isSpeechError } from '../../../../protocol/errors.ts';
import type { DaemonConnection } from '../../daemon/daemonConnection.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { waitForProcessEnd } from '../waitForProcessEnd.ts';
import { formatDuration, formatTable, round } from '../format.ts';

interface DaemonOptions {
  readonly json: boolean;
}

const keptOnInterrupt = 'The service goes on as it is.';

export const daemonCommand: AddCommand = (program, run) => {
  const daemon = program.command('daemon').description('the service that holds the models for all programs');
  const add = (
    name: string,
    description: string,
    work: (context: CommandContext) => Promise<ExitCode>,
  ): void => {
    daemon
      .command(name)
      .description(description)
      .addOption(jsonOption())
      .action(async ({ json }: DaemonOptions) => {
        await run({ json, keptOnInterrupt }, work);
      });
  };
  add('start', 'start it where it does not run', startDaemon);
  add('stop', 'let it finish what runs, and end it', stopDaemon);
  add('status', 'what it holds and does', showStatus);
};

async function startDaemon(context: CommandContext): Promise<ExitCode> {
  const { services, signal } = context;
  using connection = await services.daemon.connectOrLaunch(signal);
  await reportStatus(connection, context);
  return exitCodes.ok;
}

async function showStatus(context: CommandContext): Promise<ExitCode> {
  const { services, signal } = context;
  const connection = await services.daemon.connect(signal);
  if (connection === null) {
    reportNone(context);
    return exitCodes.ok;
  }
  using _open = connection;
  await reportStatus(connection, context);
  return exitCodes.ok;
}

async function stopDaemon(context: CommandContext): Promise<ExitCode> {
  const { services, signal, output } = context;
  const connection = await services.daemon.connect(signal);
  if (connection === null) {
    reportNone(context);
    return exitCodes.ok;
  }
  using _open = connection;
  await connection.request(daemonShutdown, { drain: true }, signal).catch((error: unknown) => {
    // It may have ended before it could answer.
    if (!isSpeechError(error, 'daemonUnreachable')) throw error;
  });
  const { pid } = connection.daemon;
  const hasEnded = await waitForProcessEnd(pid, endLimitMs, signal);
  output.record({ ok: true, running: !hasEnded, pid, ...services.daemon.place() });
  output.result(
    hasEnded ? 'The service has ended.' : `The service finishes what runs, and ends then (process ${pid}).`,
  );
  return exitCodes.ok;
}

/** A daemon may finish what runs for minutes; nobody finds it meanwhile. */
const endLimitMs = 10_000;

function reportNone({ services, output }: CommandContext): void {
  output.record({
    ok: true,
    running: false,
    pid: null,
    ...services.daemon.place(),
    uptimeMs: null,
    models: [],
    connections: 0,
  });
  output.result('The service does not run.');
}

async function reportStatus(connection: DaemonConnection, context: CommandContext): Promise<void> {
  const { services, output, signal } = context;
  const status = await connection.request(daemonStatus, {}, signal);
  const { pid, uptimeMs, connections, version, engines, queue, memoryBytes, logFile, http } = status;
  output.record({
    ok: true,
    running: true,
    pid,
    version,
    ...services.daemon.place(),
    uptimeMs: round(uptimeMs),
    models: engines.map(({ model, provider, leaseCount, idleMs }) => ({
      id: model,
      provider,
      leaseCount,
      idleMs: idleMs === null ? null : round(idleMs),
    })),
    connections,
    queue,
    memoryBytes,
    logFile,
    http,
  });
  output.result(describe(status));
}

function describe({ pid, version, uptimeMs, connections, engines, address, logFile }: DaemonStatus): string {
  const rows = [
    ['version', version],
    ['process', String(pid)],
    ['running for', formatDuration(uptimeMs)],
    ['connections', String(connections)],
    ['models loaded', engines.map(({ model }) => model).join(', ') || 'none'],
    ['address', address],
    ['log', logFile ?? 'none'],
  ];
  return formatTable(rows);
}
