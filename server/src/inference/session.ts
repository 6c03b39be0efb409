import { readFile } from 'node:fs/promises';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { defaultThreadCount } from './threadCount.ts';
import type { SpeechError, SpeechErrorCode } from '../../../protocol/errors.ts';
import { providerUnavailable, toInferenceError, toModelLoadError } from './inferenceErrors.ts';
import { ort } from './onnxRuntime.ts';
import { probeProviderOnce } from './providerProbe.ts';
import { loadOnThread, type NativeSession } from './sessionThread.ts';
import type { NamedTensors, Tensor } from './tensor.ts';

export type { NamedTensors, Tensor } from './tensor.ts';

export interface FallbackNote {
  readonly requested: ExecutionProvider;
  /** One sentence for the user: what is missing and what happens instead. */
  readonly message: string;
  readonly cause: SpeechError;
}

export interface SessionOptions {
  readonly provider: ExecutionProvider;
  /** Threads inside one operator; absent: the physical cores this process may use. */
  readonly threadCount?: number;
  /**
   * What idle threads do: look for more work for a millisecond or so (the default), or sleep at once, which frees the
   * cores for others and costs some ten percent. Briefly is 50 µs, about as long as two steps that one thread does alone:
   * next to the default on an idle machine, two to three times as fast on one whose cores are taken by others.
   */
  readonly spinning?: boolean | 'briefly';
  /** False: a provider that cannot run here is `executionProviderUnavailable` instead of a fallback. */
  readonly fallbackToCpu?: boolean;
  /** Called at most once per provider for the same function, however many sessions fall back. */
  readonly onFallback?: (note: FallbackNote) => void;
  /** True: what runs on the CPU does so on a thread of its own, and the event loop goes on. */
  readonly ownThread?: boolean;
  /** Where the files lie that the graph reads its constants from, or the folders that they are in; absent: beside it. */
  readonly dataFolder?: string;
  /** Outputs that stay on the device where the provider is WebGPU, to be fed again; release them with `disposeTensors`. */
  readonly deviceOutputs?: readonly string[];
}

/**
 * One loaded model.
 *
 * `run` computes on the calling thread unless `ownThread` was asked for: the event loop then stands still during one
 * call. A call cannot be aborted. Callers check their AbortSignal between calls, and keep calls short or off the main thread.
 */
export interface Session {
  /** Where it really runs, after any fallback. */
  readonly provider: ExecutionProvider;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];

  /**
   * @param feeds    one tensor per input; typed arrays are read in place and must not change before the answer
   * @param outputs  names to compute; absent: all
   * @throws SpeechError outOfMemory, engineFailed (also after `dispose`)
   */
  run(feeds: NamedTensors, outputs?: readonly string[]): Promise<NamedTensors>;

  /** Waits for calls in flight, then frees the model's memory. A second call does nothing. */
  dispose(): Promise<void>;
}

/** A graph that is in no file. */
export interface GraphInMemory {
  /** As errors call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Loads an ONNX graph in memory, on the processor.
 *
 * @throws SpeechError outOfMemory, engineFailed
 */
export async function createSessionInMemory(
  graph: GraphInMemory,
  options: Pick<SessionOptions, 'threadCount' | 'spinning'>,
): Promise<Session> {
  try {
    return await openSession(graph, { ...options, provider: 'cpu' });
  } catch (error) {
    throw toInferenceError(graph.name, error);
  }
}

/**
 * Loads an ONNX file.
 *
 * @throws SpeechError modelNotInstalled, modelCorrupt, modelIncompatible, fileUnreadable, outOfMemory,
 *         executionProviderUnavailable (only without fallback), engineFailed
 */
export async function createSession(modelPath: string, options: SessionOptions): Promise<Session> {
  const { provider, fallbackToCpu = true } = options;
  try {
    return await openSession(modelPath, options);
  } catch (error) {
    const failure = await toModelLoadError(modelPath, error, provider);
    if (provider === 'cpu' || !fallbackToCpu || missingModelCodes.has(failure.code)) {
      throw failure;
    }
    const session = await createSession(modelPath, { ...options, provider: 'cpu' });
    noteFallback(options, failure);
    return session;
  }
}

/** With these the CPU would fail in the same way. */
const missingModelCodes: ReadonlySet<SpeechErrorCode> = new Set([
  'modelNotInstalled',
  'modelCorrupt',
  'fileUnreadable',
]);

/** Frees device memory of outputs that will not be fed again; harmless for tensors in main memory. */
export function disposeTensors(tensors: Iterable<Tensor>): void {
  for (const tensor of tensors) {
    if (tensor instanceof ort.Tensor && tensor.location !== 'cpu') {
      tensor.dispose();
    }
  }
}

const notedProviders = new WeakMap<(note: FallbackNote) => void, Set<ExecutionProvider>>();

function noteFallback({ provider, onFallback }: SessionOptions, cause: SpeechError): void {
  if (onFallback === undefined) {
    return;
  }
  const noted = notedProviders.get(onFallback) ?? new Set();
  notedProviders.set(onFallback, noted);
  if (!noted.has(provider)) {
    noted.add(provider);
    onFallback({
      requested: provider,
      message: `${cause.message} The CPU is used instead.`,
      cause,
    });
  }
}

/** A GPU is tried in another process first: a broken driver ends the process, or writes on its standard error. */
async function assertProviderRuns(provider: ExecutionProvider): Promise<void> {
  if (provider === 'cpu') {
    return;
  }
  const { ok, detail } = await probeProviderOnce(provider);
  if (!ok) {
    throw providerUnavailable(provider, detail);
  }
}

async function openSession(graph: string | GraphInMemory, options: SessionOptions): Promise<Session> {
  await assertProviderRuns(options.provider);
  const native = await loadNative(graph, options);
  const name = typeof graph === 'string' ? graph : graph.name;
  // Outputs bound to a device stay bound: one that a later call left out would keep the shape of an earlier call.
  const keepsOnDevice = deviceOutputsOf(options).length > 0;
  const inFlight = new Set<Promise<unknown>>();
  let released: Promise<void> | undefined;
  return {
    provider: options.provider,
    inputNames: native.inputNames,
    outputNames: native.outputNames,

    async run(feeds, outputs = native.outputNames) {
      if (released !== undefined) {
        throw toInferenceError(name, new Error('The session was disposed.'));
      }
      const call = native.run(toNativeFeeds(feeds), keepsOnDevice ? native.outputNames : outputs, runOptions);
      inFlight.add(call);
      try {
        return pickOutputs(toNamedTensors(await call), outputs);
      } catch (error) {
        throw toInferenceError(name, error);
      } finally {
        inFlight.delete(call);
      }
    },

    dispose() {
      released ??= Promise.allSettled(inFlight).then(() => native.release());
      return released;
    },
  };
}

/** ONNX Runtime's "fatal": what fails is thrown as an error, and standard error belongs to the program. */
const silent = 4;
const runOptions: ort.InferenceSession.RunOptions = { logSeverityLevel: silent };

async function loadNative(source: string | GraphInMemory, options: SessionOptions): Promise<NativeSession> {
  const { provider, threadCount = defaultThreadCount(), spinning = true, ownThread = false } = options;
  const deviceOutputs = deviceOutputsOf(options);
  ort.env.logLevel = 'fatal';
  const { dataFolder } = options;
  const nativeOptions: ort.InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threadCount,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: silent,
    extra: {
      'session.intra_op.allow_spinning': spinning === false ? '0' : '1',
      ...(spinning === 'briefly' && { 'session.intra_op.spin_duration_us': '50' }),
      ...(dataFolder !== undefined && { [dataFolderSetting]: dataFolder }),
    },
    ...(deviceOutputs.length > 0 && {
      preferredOutputLocation: Object.fromEntries(deviceOutputs.map((name) => [name, 'gpu-buffer'])),
    }),
  };
  const graph = await readSource(source, dataFolder);
  if (ownThread && provider === 'cpu') return loadOnThread(graph, nativeOptions);
  return typeof graph === 'string'
    ? ort.InferenceSession.create(graph, nativeOptions)
    : ort.InferenceSession.create(graph, nativeOptions);
}

/** A path, or bytes. */
async function readSource(
  source: string | GraphInMemory,
  dataFolder: string | undefined,
): Promise<string | Uint8Array> {
  if (typeof source !== 'string') return source.bytes;
  // Of a graph in a file, ONNX Runtime looks beside the file and nowhere else.
  return dataFolder === undefined ? source : readFile(source);
}

/** Source: ONNX Runtime, onnxruntime_session_options_config_keys.h. */
const dataFolderSetting = 'session.model_external_initializers_file_folder_path';

/** The CPU has no device; only the binding of WebGPU can hand its buffers out. */
function deviceOutputsOf({ provider, deviceOutputs = [] }: SessionOptions): readonly string[] {
  return provider === 'webgpu' ? deviceOutputs : [];
}

/** Frees what was computed but not asked for. */
function pickOutputs(outputs: NamedTensors, names: readonly string[]): NamedTensors {
  const unasked = Object.entries(outputs).filter(([name]) => !names.includes(name));
  if (unasked.length === 0) {
    return outputs;
  }
  disposeTensors(unasked.map(([, tensor]) => tensor));
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name)));
}

function toNativeFeeds(feeds: NamedTensors): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toNativeTensor(tensor)]));
}

/** Outputs of a session are native tensors already and go in as they are, wherever they live. */
function toNativeTensor(tensor: Tensor): ort.Tensor {
  return tensor instanceof ort.Tensor ? tensor : new ort.Tensor(tensor.type, tensor.data, tensor.dims);
}

function toNamedTensors(outputs: ort.InferenceSession.ReturnType): NamedTensors {
  for (const [name, tensor] of Object.entries(outputs)) {
    if (!tensorTypes.has(tensor.type)) {
      throw new Error(`The output "${name}" has the element type ${tensor.type}, which nothing here reads.`);
    }
  }
  return outputs as unknown as NamedTensors;
}

const tensorTypes: ReadonlySet<string> = new Set<Tensor['type']>([
  'float32',
  'float16',
  'int64',
  'int32',
  'uint8',
  'int8',
  'bool',
  'float64',
]);
