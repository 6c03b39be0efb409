import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSession, type Session } from '../../server/src/inference/session.ts';
import { defaultThreadCount } from '../../server/src/inference/threadCount.ts';
import { writeModel, type Model } from '../../server/src/onnx/onnxModel.ts';

export interface LoadOptions {
  readonly folder: string;
  readonly name: string;
  /** One thread that sleeps when it has nothing to do: its CPU time says the same on a busy machine. */
  readonly isSingle?: boolean;
}

/** Loads a graph from a folder where its weights are. */
export async function load(
  model: Model,
  { folder, name, isSingle = false }: LoadOptions,
): Promise<{ readonly session: Session; readonly loadMs: number }> {
  const graph = path.join(folder, `${name.replaceAll(' ', '-')}.onnx`);
  await writeFile(graph, writeModel(model));
  const threadCount = isSingle ? 1 : Math.min(2, defaultThreadCount());
  const options = { provider: 'cpu', threadCount, spinning: !isSingle } as const;
  const { ms, result } = await timed(() => createSession(graph, options));
  return { session: result, loadMs: ms };
}

export interface Timed<Result> {
  readonly ms: number;
  /** Of all threads of this process. */
  readonly cpuMs: number;
  readonly result: Result;
}

export async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const result = await work();
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, result };
}
