import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ort } from './onnxRuntime.ts';

/** What is used of a session of ONNX Runtime, whichever thread it is on. */
export interface NativeSession extends Pick<ort.InferenceSession, 'inputNames' | 'outputNames' | 'release'> {
  run(
    feeds: Readonly<Record<string, ort.Tensor>>,
    outputs: readonly string[],
    options: ort.InferenceSession.RunOptions,
  ): Promise<ort.InferenceSession.ReturnType>;
}

/**
 * Loads a graph, a file's path or its bytes, on a thread of its own: what it computes, for as long as it takes, leaves the event loop free.
 * Tensors are copied there, and handed over back. The thread keeps the process alive only while it computes.
 *
 * @throws what ONNX Runtime throws, with its message
 */
export async function loadOnThread(
  graph: string | Uint8Array,
  options: ort.InferenceSession.SessionOptions,
): Promise<NativeSession> {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const thread = new Worker(program, { eval: true, workerData: { entry, logLevel: ort.env.logLevel } });
  const ask = createCalls(thread);
  const { inputNames, outputNames } = await load();
  return {
    inputNames,
    outputNames,
    async run(feeds, outputs, runOptions) {
      const answer = await ask({ kind: 'run', feeds: toPlain(feeds), outputs, options: runOptions });
      return Object.fromEntries(
        Object.entries(answer as PlainTensors).map(([name, { type, data, dims }]) => [
          name,
          new ort.Tensor(type, data, dims),
        ]),
      );
    },
    async release() {
      await ask({ kind: 'release' });
      await thread.terminate();
    },
  };

  async function load(): Promise<LoadedGraph> {
    try {
      return (await ask({ kind: 'load', graph, options })) as LoadedGraph;
    } catch (error) {
      await thread.terminate();
      throw error;
    }
  }
}

interface LoadedGraph {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

type PlainTensors = Readonly<Record<string, Pick<ort.Tensor, 'type' | 'data' | 'dims'>>>;

function toPlain(tensors: Readonly<Record<string, ort.Tensor>>): PlainTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, data, dims }]) => [name, { type, data, dims }]),
  );
}

/** Answers in the order of the questions, as the thread does one after the other. */
interface Answer {
  readonly result?: unknown;
  readonly message?: string;
}

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function createCalls(thread: Worker): (question: object) => Promise<unknown> {
  const waiting: Call[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  thread.on('message', ({ result, message }: Answer) => {
    const call = waiting.shift();
    if (waiting.length === 0) thread.unref();
    if (message === undefined) call?.resolve(result);
    else call?.reject(new Error(message));
  });
  thread.on('error', (error: Error) => {
    end(error);
  });
  thread.on('exit', () => {
    end(new Error('The thread of the session has ended.'));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) throw ended;
      waiting.push({ resolve, reject });
      thread.ref();
      thread.postMessage(question);
    });
}

/** Plain JavaScript, so that it needs no file of its own in a bundle; it reads one message after the other. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const ort = require(workerData.entry);
ort.env.logLevel = workerData.logLevel;
let session;
const answer = {
  async load({ graph, options }) {
    session = await ort.InferenceSession.create(graph, options);
    return { inputNames: session.inputNames, outputNames: session.outputNames };
  },
  async run({ feeds, outputs, options }) {
    const natives = Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]);
    const results = await session.run(Object.fromEntries(natives), outputs, options);
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, data, dims }]) => [name, { type, data, dims }]),
    );
  },
  release: () => session.release(),
};
/** What was computed is handed over, not copied. */
const buffersOf = (result) => [...new Set(Object.values(result ?? {}).flatMap(({ data }) => (ArrayBuffer.isView(data) ? [data.buffer] : [])))];
let tail = Promise.resolve();
parentPort.on('message', (question) => {
  tail = tail
    .then(() => answer[question.kind](question))
    .then((result) => parentPort.postMessage({ result }, buffersOf(result)), (error) => parentPort.postMessage({ message: String(error.message) }));
});
`;
