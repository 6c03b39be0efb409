import { execFile, type ExecFileException } from 'node:child_process';
import { createRequire } from 'node:module';
import { executionProviders, type ExecutionProvider } from '../../../protocol/inference.ts';
import { withoutSourceLocation } from './inferenceErrors.ts';
import { ort } from './onnxRuntime.ts';
import { buildProbeGraph } from './probeGraph.ts';

/** Whether a provider runs here, tried and not guessed. */
export interface ProviderProbe {
  readonly provider: ExecutionProvider;
  /** Whether the installed ONNX Runtime knows the provider on this platform at all. */
  readonly inBuild: boolean;
  /** Whether a graph really ran on it. */
  readonly ok: boolean;
  /** What was found, one sentence without its full stop. */
  readonly detail: string;
  /** What would make it work; null where nothing is to be done. */
  readonly hint: string | null;
}

/**
 * Tries every execution provider of this platform on a graph of one addition. Each runs in a process of its
 * own, because a broken driver ends the process that asks it.
 *
 * @param signal  an abort ends the processes and rejects with its reason
 */
export async function probeExecutionProviders(signal: AbortSignal): Promise<readonly ProviderProbe[]> {
  signal.throwIfAborted();
  return Promise.all(executionProviders.map((provider) => probeProvider(provider, { signal })));
}

/** Tries a provider at the first call and remembers the answer: the machine does not change under a process. */
export function probeProviderOnce(provider: ExecutionProvider): Promise<ProviderProbe> {
  const known = machineProbes.get(provider) ?? probeProvider(provider);
  machineProbes.set(provider, known);
  return known;
}

const machineProbes = new Map<ExecutionProvider, Promise<ProviderProbe>>();

export interface ProbeOptions {
  readonly signal?: AbortSignal;
  /** How long the graph may take, driver start included. */
  readonly timeLimitMs?: number;
  /** The Node.js that tries it; absent: this process's own. */
  readonly executablePath?: string;
  /** Float32 [2] `x` to its double `y`; absent: an addition. */
  readonly graph?: Uint8Array;
}

/** Tries one provider; see `probeExecutionProviders`. */
export async function probeProvider(
  provider: ExecutionProvider,
  options: ProbeOptions = {},
): Promise<ProviderProbe> {
  if (!ort.listSupportedBackends().some(({ name }) => name === provider)) {
    const detail = `ONNX Runtime has no ${provider} provider for ${process.platform} ${process.arch}`;
    return { provider, inBuild: false, ok: false, detail, hint: null };
  }
  const failure = await runProbe(provider, options);
  return failure === null
    ? { provider, inBuild: true, ok: true, detail: 'ran a test graph', hint: null }
    : { provider, inBuild: true, ok: false, detail: failure, hint: providerHints[provider] };
}

const providerHints: Record<ExecutionProvider, string> = {
  cpu: 'Reinstall Aloud: its ONNX Runtime files are missing or made for another system.',
  webgpu: 'Install a graphics driver with Vulkan, Metal or Direct3D 12; until then the CPU is used.',
  cuda: 'Install the NVIDIA driver, CUDA and the CUDA files of ONNX Runtime; until then the CPU is used.',
  dml: 'Install a graphics driver with Direct3D 12; until then the CPU is used.',
  coreml: 'Update macOS; until then the CPU is used.',
};

/**
 * Plain CommonJS for `node -e`; argv: entry of onnxruntime-node, provider, graph in base64. Exit code 0 says that
 * the graph ran; with 1 the reason is on standard output, where drivers print nothing of their own.
 */
const probeProgram = `
const [entry, provider, graph] = process.argv.slice(1);
process.exitCode = 1;
(async () => {
  const ort = require(entry);
  ort.env.logLevel = 'fatal';
  const session = await ort.InferenceSession.create(Buffer.from(graph, 'base64'), {
    executionProviders: [provider],
    logSeverityLevel: 4,
  });
  const x = new ort.Tensor('float32', Float32Array.of(1.5, -2), [2]);
  const { y } = await session.run({ x });
  if (y.data[0] !== 3 || y.data[1] !== -4) {
    throw new Error('It computed wrong numbers.');
  }
  await session.release();
  process.exitCode = 0;
})().catch((error) => process.stdout.write(String(error.message)));
`;

/** @returns why the graph did not run, or null when it did */
function runProbe(provider: ExecutionProvider, options: ProbeOptions): Promise<string | null> {
  const {
    signal,
    timeLimitMs = 30_000,
    executablePath = process.execPath,
    graph: probed = buildProbeGraph(),
  } = options;
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const graph = Buffer.from(probed).toString('base64');
  const settings = {
    timeout: timeLimitMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    ...(signal && { signal }),
  } as const;
  return new Promise((resolve, reject) => {
    execFile(executablePath, ['-e', probeProgram, entry, provider, graph], settings, (error, stdout) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
      } else {
        resolve(error && describeFailure(error, stdout, timeLimitMs));
      }
    });
  });
}

function describeFailure(error: ExecFileException, stdout: string, timeLimitMs: number): string {
  if (error.killed === true) {
    return `it gave no answer within ${timeLimitMs / 1000} seconds`;
  }
  return error.code === 1 && stdout !== ''
    ? withoutSourceLocation(stdout)
    : `its process ended with ${error.signal ?? `exit code ${String(error.code)}`}`;
}
