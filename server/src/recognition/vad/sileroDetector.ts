import { createSession, type Session } from '../../inference/session.ts';
import { float32Tensor, outputOf } from '../../inference/tensor.ts';
import type { InstalledModel } from '../../models/installedModel.ts';
import { openPreparedGraph } from '../../models/preparedGraph.ts';
import { checkSileroGraph } from './checkSileroGraph.ts';
import { preparedSileroFile, sileroRecipe, sileroTensors } from './sileroRecipe.ts';
import {
  voiceActivityFrameSamples,
  type VoiceActivity,
  type VoiceActivityDetector,
  type VoiceActivityMemory,
} from './voiceActivityDetector.ts';

/**
 * Silero VAD 5 on the CPU with one thread: a frame is so little work that more threads, or a GPU, cost more
 * than they save.
 *
 * @throws SpeechError as `openPreparedGraph` and `createSession`
 */
export async function openSileroDetector(
  model: InstalledModel,
  signal: AbortSignal,
): Promise<VoiceActivityDetector> {
  const session = await createSession(await prepareSilero(model, signal), {
    provider: 'cpu',
    threadCount: 1,
  });
  return {
    detect(samples, memory, callSignal) {
      if (samples.length % voiceActivityFrameSamples !== 0) {
        throw new RangeError(`${samples.length} samples are no whole number of frames.`);
      }
      return detect(session, { samples, memory: memory ?? new Float32Array(memoryLength) }, callSignal);
    },
    dispose: () => session.dispose(),
  };
}

/** Makes the graph that hears many frames at once, once per machine. @returns its path */
export async function prepareSilero(model: InstalledModel, signal: AbortSignal): Promise<string> {
  const { [preparedSileroFile]: path } = await openPreparedGraph(
    model,
    {
      file: 'silero_vad.onnx',
      recipe: sileroRecipe,
      check: (publishedPath, { [preparedSileroFile]: preparedPath = '' }, checkSignal) =>
        checkSileroGraph(publishedPath, preparedPath, checkSignal),
    },
    signal,
  );
  if (path === undefined) throw new Error('The Silero recipe made no graph.');
  return path;
}

const contextSamples = 64;
const windowSamples = contextSamples + voiceActivityFrameSamples;
const stateDims = [2, 1, 128];
const stateLength = 2 * 128;

/** The end of the last frame, then the network's state. */
const memoryLength = contextSamples + stateLength;

/** Of one call of the model, a millisecond: a cancel is heard between calls. */
const mostFrames = 64;

interface Recording {
  readonly samples: Float32Array;
  readonly memory: VoiceActivityMemory;
}

async function detect(session: Session, recording: Recording, signal: AbortSignal): Promise<VoiceActivity> {
  const { samples, memory } = recording;
  const frameCount = samples.length / voiceActivityFrameSamples;
  const probabilities = new Float32Array(frameCount);
  const heard = new Float32Array(contextSamples + samples.length);
  heard.set(memory.subarray(0, contextSamples));
  heard.set(samples, contextSamples);
  let state: Float32Array = memory.slice(contextSamples);
  for (let first = 0; first < frameCount; first += mostFrames) {
    signal.throwIfAborted();
    const windows = cutWindows(heard, first, Math.min(mostFrames, frameCount - first));
    const outputs = await session.run({
      [sileroTensors.windows]: float32Tensor(windows, [windows.length / windowSamples, windowSamples]),
      [sileroTensors.state]: float32Tensor(state, stateDims),
    });
    state = outputOf(outputs, sileroTensors.nextState, 'float32').data;
    probabilities.set(outputOf(outputs, sileroTensors.probabilities, 'float32').data, first);
  }
  const nextMemory = new Float32Array(memoryLength);
  nextMemory.set(heard.subarray(-contextSamples));
  nextMemory.set(state, contextSamples);
  return { probabilities, memory: nextMemory };
}

/** @returns row-major [count, 576]: each frame after the end of the one before */
function cutWindows(heard: Float32Array, firstFrame: number, count: number): Float32Array {
  const windows = new Float32Array(count * windowSamples);
  for (let index = 0; index < count; index++) {
    const start = (firstFrame + index) * voiceActivityFrameSamples;
    windows.set(heard.subarray(start, start + windowSamples), index * windowSamples);
  }
  return windows;
}
