import {
  voiceActivityFrameSamples,
  type VoiceActivityDetector,
} from '../../server/src/recognition/vad/voiceActivityDetector.ts';

/** Hears speech in every frame that is not silent; its memory counts the frames of the recording. */
export function createFakeVoiceActivity(): VoiceActivityDetector {
  return {
    detect(samples, memory) {
      const frameCount = samples.length / voiceActivityFrameSamples;
      const probabilities = Float32Array.from({ length: frameCount }, (_unused, index) => {
        const start = index * voiceActivityFrameSamples;
        return samples.subarray(start, start + voiceActivityFrameSamples).some((sample) => sample !== 0)
          ? 1
          : 0;
      });
      return Promise.resolve({ probabilities, memory: Float32Array.of((memory?.[0] ?? 0) + frameCount) });
    },
    dispose: () => Promise.resolve(),
  };
}
