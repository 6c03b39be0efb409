import type { RespawningProcess } from './respawningProcess.ts';
import type { ProcessConnection } from './workerConnection.ts';
import { WorkerDeath } from './workerExit.ts';
import type { Opened } from './workerMessages.ts';

/** The engines that are open, by numbers of our own, which stay when the process they are in does not. */
export interface EngineRecords {
  open<Description>(
    engine: string,
    open: OpenEngine<Description>,
    signal: AbortSignal,
  ): Promise<Opened<Description>>;
  get(handle: number): EngineRecord;
  close(handle: number): Promise<void>;
  count(): number;
}

export function createEngineRecords(process: RespawningProcess): EngineRecords {
  const records = new Map<number, EngineRecord>();
  let nextHandle = 1;
  return {
    async open(engine, open, signal) {
      const [connection, opened] = await process.run(
        engine,
        async (running) => [running, await open(running, signal)] as const,
        signal,
      );
      const handle = nextHandle++;
      records.set(handle, {
        engine,
        open,
        closed: new AbortController(),
        keep: process.keep(),
        opened: { connection, handle: Promise.resolve(opened.handle) },
      });
      return { handle, description: opened.description };
    },
    get(handle) {
      const record = records.get(handle);
      if (record === undefined) throw new Error(`There is no open engine ${handle}.`);
      return record;
    },
    async close(handle) {
      const record = records.get(handle);
      if (record === undefined) return;
      records.delete(handle);
      record.closed.abort(new Error('The engine was closed.'));
      await disposeIn(process.current(), record);
      record.keep[Symbol.dispose]();
    },
    count: () => records.size,
  };
}

type OpenEngine<Description> = (
  connection: ProcessConnection,
  signal: AbortSignal,
) => Promise<Opened<Description>>;

/** An engine as its user knows it, in whichever process it is now. */
export interface EngineRecord {
  readonly engine: string;
  readonly open: OpenEngine<unknown>;
  /** Aborted when the engine is closed. */
  readonly closed: AbortController;
  /** Keeps the process. */
  readonly keep: Disposable;
  /** Where it was opened last. */
  opened: { readonly connection: ProcessConnection; readonly handle: Promise<number> };
}

/** Opens the engine in this process, if it was open in one that is gone; once, for whoever asks meanwhile. */
export function handleIn(connection: ProcessConnection, record: EngineRecord): Promise<number> {
  if (record.opened.connection === connection) return record.opened.handle;
  const previous = record.opened;
  const handle = record.open(connection, record.closed.signal).then((opened) => opened.handle);
  const reopened = { connection, handle };
  record.opened = reopened;
  handle.catch(() => {
    // Whoever comes next tries again.
    if (record.opened === reopened) record.opened = previous;
  });
  return handle;
}

/** Frees the engine where its process still runs. */
async function disposeIn(current: ProcessConnection | null, { opened }: EngineRecord): Promise<void> {
  if (opened.connection !== current) return;
  const handle = await opened.handle.catch(() => null);
  if (handle === null) return;
  try {
    await opened.connection.call('dispose', { handle }, new AbortController().signal);
  } catch (error) {
    // What the process had is gone with it.
    if (!(error instanceof WorkerDeath)) throw error;
  }
}
