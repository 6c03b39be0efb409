import { createSession, type Session, type Tensor } from '../../inference/session.ts';
import { float32Tensor, outputOf } from '../../inference/tensor.ts';
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
 * @param modelPath  `silero_vad.onnx`: `input` f32 [1, 576] = 64 samples of context and one frame, `state`
 *                   f32 [2, 1, 128], `sr` i64 scalar -> `output` f32 [1, 1], `stateN`
 * @throws SpeechError as `createSession`
 */
export async function createSileroDetector(modelPath: string): Promise<VoiceActivityDetector> {
  const session = await createSession(modelPath, { provider: 'cpu', threadCount: 1 });
  return {
    detect(samples, memory, signal) {
      if (samples.length % voiceActivityFrameSamples !== 0) {
        throw new RangeError(`${samples.length} samples are no whole number of frames.`);
      }
      return detect(session, { samples, memory: memory ?? new Float32Array(memoryLength) }, signal);
    },
    dispose: () => session.dispose(),
  };
}

const contextSamples = 64;
const stateDims = [2, 1, 128];
const stateLength = 2 * 128;

/** The end of the last frame, then the network's state. */
const memoryLength = contextSamples + stateLength;

const sampleRate: Tensor = { type: 'int64', dims: [], data: BigInt64Array.of(16_000n) };

interface Recording {
  readonly samples: Float32Array;
  readonly memory: VoiceActivityMemory;
}

async function detect(session: Session, recording: Recording, signal: AbortSignal): Promise<VoiceActivity> {
  const { samples, memory } = recording;
  const probabilities = new Float32Array(samples.length / voiceActivityFrameSamples);
  const heard = new Float32Array(contextSamples + samples.length);
  heard.set(memory.subarray(0, contextSamples));
  heard.set(samples, contextSamples);
  let state: Float32Array = memory.slice(contextSamples);
  for (let index = 0; index < probabilities.length; index += 1) {
    signal.throwIfAborted();
    const start = index * voiceActivityFrameSamples;
    const frame = heard.slice(start, start + contextSamples + voiceActivityFrameSamples);
    const outputs = await session.run({
      input: float32Tensor(frame, [1, frame.length]),
      state: float32Tensor(state, stateDims),
      sr: sampleRate,
    });
    state = outputOf(outputs, 'stateN', 'float32').data;
    probabilities[index] = outputOf(outputs, 'output', 'float32').data[0] ?? 0;
  }
  const nextMemory = new Float32Array(memoryLength);
  nextMemory.set(heard.subarray(-contextSamples));
  nextMemory.set(state, contextSamples);
  return { probabilities, memory: nextMemory };
}
