import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onNotification } from '../../protocol/calls.ts';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { dictationEvent, dictationLevel } from '../../protocol/dictation.ts';
import type { Infer, NotificationDefinition } from '../../protocol/message.ts';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { cacheFolder } from '../../server/src/files/cacheFolder.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from './aloudProcess.ts';
import { never } from './never.ts';

/** A daemon process of its own, started as users start it, with the models of this machine. */
export interface SoundDaemon extends AsyncDisposable {
  readonly pid: number;
  /** For commands that shall find it. */
  readonly env: Readonly<Record<string, string>>;
  connect(): Promise<DaemonConnection>;
}

/** @param env  of the virtual devices; its home folder is none with models */
export async function startSoundDaemon(deviceEnv: Readonly<Record<string, string>>): Promise<SoundDaemon> {
  // Short: a socket's path has at most 107 characters.
  const folder = mkdtempSync('/tmp/aloud-d-');
  const runtimeFolder = path.join(folder, 'run');
  const env = {
    ...deviceEnv,
    ALOUD_CACHE: cacheFolder(thisUserPlace()),
    ALOUD_RUNTIME_FOLDER: runtimeFolder,
  };
  const started = await runAloud(['daemon', 'start', '--json'], { env });
  const pid = recordsOf(started)[0]?.['pid'];
  if (typeof pid !== 'number')
    throw new Error(`The daemon did not start: ${started.stdout}${started.stderr}`);
  const address = daemonAddress({
    platform: process.platform,
    environment: env,
    homeFolder: folder,
    tempFolder: folder,
    userId: process.getuid?.() ?? null,
  });
  return {
    pid,
    env,
    async connect() {
      const connection = await connectDaemon({ address, client: { name: 'test', version: '0.0.0' } }, never);
      if (connection === null) throw new Error('The daemon is gone.');
      return connection;
    },
    async [Symbol.asyncDispose]() {
      await runAloud(['daemon', 'stop'], { env });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A notification, and when it came as `Date.now()` counts, to the fraction. */
export interface Arrival<Params> {
  readonly params: Params;
  readonly atMs: number;
}

/** What comes of one kind for one stream, from now on. */
export interface Arrivals<Params> {
  readonly all: readonly Arrival<Params>[];
  /** The first one, also of those that are there, that fits. */
  first(fits: (params: Params) => boolean): Promise<Arrival<Params>>;
}

export function collect<Definition extends NotificationDefinition>(
  connection: DaemonConnection,
  definition: Definition,
  stream: string,
): Arrivals<Infer<Definition['params']>> {
  type Params = Infer<Definition['params']>;
  const all: Arrival<Params>[] = [];
  const waiting = new Set<() => void>();
  onNotification(connection.rpc, definition, (told) => {
    const params = told as Params;
    if ((params as { readonly stream: string }).stream !== stream) return;
    all.push({ params, atMs: performance.timeOrigin + performance.now() });
    for (const check of waiting) check();
  });
  return {
    all,
    first: (fits) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = all.find(({ params }) => fits(params));
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

export interface DictationWatch {
  readonly events: Arrivals<Infer<typeof dictationEvent.params>>;
  readonly levels: Arrivals<Infer<typeof dictationLevel.params>>;
  /** All that was said, as far as it is final. */
  text(): string;
}

export function watchDictation(connection: DaemonConnection, stream: string): DictationWatch {
  const events = collect(connection, dictationEvent, stream);
  return {
    events,
    levels: collect(connection, dictationLevel, stream),
    text: () => finalText(events.all.map(({ params }) => params.event)),
  };
}

export function finalText(events: readonly DictationEvent[]): string {
  return events.flatMap((event) => (event.kind === 'final' ? [event.segment.text] : [])).join(' ');
}

/** Word error rate. */
export function errorRate(said: string, heard: string): number {
  return compareTranscripts(said, heard).wordErrorRate;
}

/** Waits for something that happens while a request runs. @throws what the request is refused with */
export async function during<Value>(answer: Promise<unknown>, wait: Promise<Value>): Promise<Value> {
  const ended = answer.then((result) => {
    if (result instanceof Error) throw result;
    return wait;
  });
  return Promise.race([ended, wait]);
}

/** Measurements of this run. */
export function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
